/**
 * Talks to the payment service over HTTP.
 */
import { Agent } from "node:http";

/** How a request may be sent. */
export interface RequestOptions { timeout?: number; /** Signs one request. */ sign(body: string): string }

/** Either side of a payment. */
export type Side = "debit" | "credit";

/** Sends payments; retries {@link Client.send | sending} three times. */
export abstract class Client<T extends object> {
  private secret = 1;
  /** Sends one payment. */
  async send(payment: T, { retries = 3 }: { retries?: number } = {}): Promise<void> {}
  /** Sends nothing. */
  private nothing(): void {}
  #hidden() {}
  abstract close(): void;
}

/** Formats cents as text. */
export const format = (cents: number, currency = "EUR"): string => `${cents} ${currency}`;

/** Parses a text. */
export function parse(text: string): number;
export function parse(text: string, radix?: number): number { return 0; }

/** Only used here. */
function internal() {}

export enum Colour { Red, Green }

export default function () {}

declare module "x" { export function ambient(a: string): void; }
