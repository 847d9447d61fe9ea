/** A button that pays. */
export const Button = ({ label }: { label: string }) => <button>{label}</button>;

/** A page with one button. */
export default function Page(props: Props) { return <Button label="Pay" />; }
