package dev.mnemo.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import dev.mnemo.kernel.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The pages in a real browser, used as a person uses them. Each is kept as a picture in `target/pages`.
@Tag("services")
@Timeout(300)
class DashboardTest {
    private static final Path PICTURES = Path.of("target", "pages").toAbsolutePath();

    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private static final double PATIENCE_MILLIS = 60_000;
    private static final String MARKUP = "<img src=x onerror=\"document.title='broken'\"> & <b>bold</b>";
    private static final String LONG_WORD =
            "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";

    /// Things happened over the last sixty days.
    private final Instant end = Instant.now();

    private final AtomicReference<Instant> time = new AtomicReference<>(end.minus(Duration.ofDays(60)));

    @TempDir
    private Path disk;

    private final List<String> complaints = new ArrayList<>();
    private Optional<TestServer> running = Optional.empty();
    private Optional<Playwright> playwright = Optional.empty();
    private Optional<Page> open = Optional.empty();

    private TestServer server() {
        return running.orElseThrow();
    }

    private Page page() {
        return open.orElseThrow();
    }

    @BeforeEach
    void a_browser_looks_at_a_server() throws Exception {
        Files.createDirectories(PICTURES);
        running = Optional.of(new TestServer(disk, time::get));
        server().start();
        var chromium = System.getenv("MNEMO_TEST_CHROMIUM");
        assertThat(chromium).as("MNEMO_TEST_CHROMIUM names the browser").isNotBlank();
        var made = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        playwright = Optional.of(made);
        var browser = made.chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(chromium))
                        .setArgs(FLAGS));
        setDefaultAssertionTimeout(PATIENCE_MILLIS);
        open = Optional.of(look(browser, 1280, 860, ColorScheme.LIGHT));
    }

    private Page look(Browser browser, int width, int height, ColorScheme scheme) {
        var page = browser.newPage(
                new Browser.NewPageOptions().setViewportSize(width, height).setColorScheme(scheme));
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        return page;
    }

    @AfterEach
    void both_end() throws Exception {
        playwright.ifPresent(Playwright::close);
        server().close();
    }

    private void go(String hash, String title) {
        page().navigate(server().base() + "/" + hash);
        assertThat(page().getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText(title);
    }

    private void picture(String name) {
        page().screenshot(new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(name + ".png"))
                .setFullPage(true));
    }

    private void see(String... texts) {
        for (var text : texts) {
            assertThat(page().locator("main")).containsText(text);
        }
    }

    private void nothing_is_wrong() {
        assertThat(complaints).isEmpty();
        assertThat(page().locator("main").innerText()).doesNotContain("did not work", "[object", "undefined", "NaN");
        assertThat(page().evaluate(
                                "() => [...document.querySelectorAll('input,select,textarea')].filter(e => !e.labels?.length"
                                        + " && !e.getAttribute('aria-label')).map(e => e.outerHTML).join()"))
                .as("every field has a name")
                .isEqualTo("");
        assertThat(page().evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                .as("nothing is wider than the window")
                .isEqualTo(true);
    }

    private Locator link(String name) {
        return page().getByRole(
                        AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator button(String name) {
        return page().getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private void post(String path, Json.Obj body) throws Exception {
        TestServer.good(server().post(path, body.compact()));
    }

    private void say(String user, String session, String role, String words) throws Exception {
        post(
                "/api/users/" + user + "/messages",
                Json.Obj.EMPTY
                        .with("session_id", session)
                        .with("role", role)
                        .with("content", words)
                        .with("auto_extract", false)
                        .with("created_at", time.get().toString()));
    }

    private void believe(String user, String type, String words, String attribute) throws Exception {
        var memory = Json.Obj.EMPTY.with("content", words).with("memory_type", type);
        post(
                "/api/users/" + user + "/memories",
                attribute.isEmpty() ? memory : memory.with("subject", "user").with("attribute", attribute));
    }

    private void relate(String source, String relation, String target) throws Exception {
        var one = source.split("/", 2);
        var other = target.split("/", 2);
        post(
                "/api/users/ann/graph/edges",
                Json.Obj.EMPTY
                        .with("source_type", one[0])
                        .with("source_id", one[1])
                        .with("edge_type", relation)
                        .with("target_type", other[0])
                        .with("target_id", other[1]));
    }

    private void pass(int days) {
        time.updateAndGet(now -> now.plus(Duration.ofDays(days)));
    }

    /// People with a past, and answers that were asked for.
    private void something_happened() throws Exception {
        say("ann", "first steps", "user", "Hi, I am Ann. I work at Google and my sister Nora lives in Lisbon.");
        say("ann", "first steps", "assistant", "Nice to meet you, Ann. How long have you been there?");
        believe("ann", "fact", "Works at Google", "employer");
        believe("ann", "fact", "Her sister Nora lives in Lisbon", "");
        pass(14);
        believe("ann", "episodic", "Ran the Lisbon half marathon with Nora", "");
        say("ann", "running", "user", "I ran the half marathon yesterday! " + "It was windy. ".repeat(60));
        pass(21);
        believe("ann", "fact", "Works at Meta", "employer");
        believe("ann", "general", MARKUP, "");
        believe("ann", "general", LONG_WORD.repeat(3), "");
        say("ann", "markup", "user", MARKUP);
        TestServer.good(server().post(
                        "/api/users/ann/messages",
                        Json.Obj.EMPTY
                                .with("role", "user")
                                .with("content", "I play the cello.")
                                .with("auto_extract", false)
                                .compact()));
        for (var pair : Map.of("occupation", "Engineer at Meta", "language", "Portuguese, English")
                .entrySet()) {
            var body = Json.Obj.EMPTY.with("value", pair.getValue());
            server().send("PUT", "/api/users/ann/kv/profile/" + pair.getKey(), body.compact());
        }
        for (var node : List.of("user/user", "person/Nora", "location/Lisbon", "organization/Meta", "skill/cello")) {
            var parts = node.split("/", 2);
            post(
                    "/api/users/ann/graph/nodes",
                    Json.Obj.EMPTY.with("type", parts[0]).with("id", parts[1]));
        }
        relate("user/user", "sister", "person/Nora");
        relate("person/Nora", "lives_in", "location/Lisbon");
        relate("user/user", "works_at", "organization/Meta");
        relate("user/user", "has_skill", "skill/cello");
        post(
                "/api/users/ann/files/text",
                Json.Obj.EMPTY.with("title", "Bread").with("content", "The bread rests for nine hours."));
        pass(20);
        say("bob", "s", "user", "I like quiet trains.");
        say("%E6%9D%8E%E5%9B%9B", "s", "user", "我住在上海");
        say(LONG_WORD.toLowerCase(Locale.ROOT).replace("ä", "ae"), "s", "user", "Long names are names too.");
        ask();
        post("/api/users/ann/await-idle", Json.Obj.EMPTY);
        time.set(end);
    }

    private void ask() throws Exception {
        var questions = List.of(
                "How long may I return shoes?",
                "Do you ship to Norway?",
                "What does express delivery cost?",
                "Is there a student discount?");
        for (var question : questions) {
            server().send(
                            "PUT",
                            "/api/cache/shop",
                            Json.Obj.EMPTY
                                    .with("query", question)
                                    .with("response", "The answer to: " + question)
                                    .with("output_tokens", 120)
                                    .compact());
        }
        var asked = List.of(
                "how long may i return shoes?",
                "How long may I return shoes please?",
                "Do you ship to Sweden?",
                "Do you not ship to Norway?",
                "What does express delivery to Oslo cost?",
                "Where is my parcel? " + MARKUP,
                "Is there a student discount?");
        for (var question : asked) {
            post("/api/cache/shop/get", Json.Obj.EMPTY.with("query", question));
        }
    }

    @Test
    void a_new_server_says_how_to_begin() {
        go("", "Overview");
        see("Nobody yet", "Response cache", "37");
        picture("overview-new");
        go("#/people", "People");
        see("Nobody yet", "curl");
        picture("people-empty");
        go("#/cache", "Answers");
        see("The cache is empty");
        picture("cache-empty");
        go("#/lookups", "Look-ups");
        see("No such look-up");
        go("#/entries", "Entries");
        see("No entries here");
        go("#/threshold", "Threshold");
        see("Nothing to compare yet");
        go("#/person/nobody", "nobody");
        see("Nothing is kept of this person");
        nothing_is_wrong();
    }

    @Test
    void a_person_looks_through_a_project() {
        go("", "Overview");
        link("Project").first().click();
        see("active nodes", "37", "By domain", "architecture");
        picture("project");
        page().keyboard().press("/");
        page().keyboard().type("token");
        page().keyboard().press("Enter");
        see("TokenStore", "words: token");
        picture("search");
        page().locator("main .addr").first().click();
        see("Where it comes from", "Facts");
        picture("node");
        link("Nodes").click();
        page().locator("main select").first().selectOption("decisions");
        see("5 active in decisions");
        picture("nodes");
        page().locator("#side a", new Page.LocatorOptions().setHasText("Graph")).click();
        see("37 nodes");
        assertThat(page().locator("canvas")).isVisible();
        picture("graph");
        link("Chains").click();
        see("auth design", "envoy idea");
        picture("chains");
        link("Roots").click();
        see("with the one before");
        link("with now").first().click();
        see("Added", "Gone");
        picture("diff");
        link("Live log").click();
        button("Pause").click();
        see("paused");
        picture("log");
        link("Coverage").click();
        see("of the declarations are known");
        picture("coverage");
        link("REST reference").click();
        see("/api/project/memory_recall", "/api/users/{user}/recall");
        page().locator("summary", new Page.LocatorOptions().setHasText("Whether the server runs."))
                .click();
        button("Try it").locator("visible=true").click();
        see("\"status\": \"up\"");
        picture("reference");
        go("#/nowhere", "There is no such page");
    }

    private Locator row(String summary) {
        var row = page().locator("details").filter(new Locator.FilterOptions().setHasText(summary));
        row.locator("summary").click();
        return row;
    }

    private static void tryIt(Locator row) {
        row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Try it"))
                .click();
    }

    @Test
    void forms_files_and_streams_are_tried_from_the_reference() throws Exception {
        go("#/api", "REST reference");
        var keep = row("Keep a file: a form with a part");
        keep.getByLabel("user", new Locator.GetByLabelOptions().setExact(true)).fill("ann");
        keep.getByLabel("category").fill("boats");
        keep.getByLabel("file", new Locator.GetByLabelOptions().setExact(true))
                .setInputFiles(
                        new FilePayload("boat.md", "text/markdown", "# The boat\n".getBytes(StandardCharsets.UTF_8)));
        tryIt(keep);
        assertThat(keep).containsText("201 application/json");
        assertThat(keep).containsText("boat.md");
        var export = row("Everything of a person as lines of JSON");
        export.getByLabel("user", new Locator.GetByLabelOptions().setExact(true))
                .fill("ann");
        tryIt(export);
        assertThat(export).containsText("200 application/x-ndjson");
        assertThat(export).containsText("boat.md");
        var lines = server().get("/api/users/ann/export").body();
        var bring = row("Bring an export back");
        bring.getByLabel("user", new Locator.GetByLabelOptions().setExact(true)).fill("bob");
        bring.getByLabel("Body as a file")
                .setInputFiles(
                        new FilePayload("ann.jsonl", "application/x-ndjson", lines.getBytes(StandardCharsets.UTF_8)));
        tryIt(bring);
        assertThat(bring).containsText("\"rows\"");
        picture("reference-files");
        assertThat(complaints).isEmpty();
    }

    @Test
    void a_person_looks_through_what_is_known_of_people() throws Exception {
        something_happened();
        go("", "Overview");
        see("4people", "ann", "李四");
        picture("overview");
        link("People").click();
        see("4 people", "Known since");
        picture("people");
        page().getByLabel("Part of a name").fill("an");
        button("Find").click();
        see("with “an”");
        link("ann").click();
        see("believed now", "Engineer at Meta", "Memories by week");
        picture("person");
        link("Memories").click();
        see("Works at Meta", "<b>bold</b>");
        assertThat(page().locator("main")).not().containsText("Works at Google");
        page().locator("summary", new Page.LocatorOptions().setHasText("Works at Meta"))
                .click();
        see("History", "Works at Google");
        picture("memories");
        page().getByLabel("As of").focus();
        page().keyboard().press("Home");
        for (int i = 0; i < 20; i++) {
            page().keyboard().press("ArrowRight");
        }
        assertThat(page().locator("main")).not().containsText("Works at Meta");
        see("Works at Google", "Nora lives in Lisbon");
        picture("memories-past");
        link("Recall").click();
        page().getByLabel("A question").fill("Where does Nora live?");
        button("Ask").click();
        see("Her sister Nora lives in Lisbon", "tokens together");
        picture("recall");
        link("Conversations").click();
        page().locator("main nav.list a", new Page.LocatorOptions().setHasText("first steps"))
                .click();
        see("my sister Nora lives in Lisbon", "How long have you been there?");
        picture("conversations");
        page().locator("nav.tabs a", new Page.LocatorOptions().setHasText("Graph"))
                .click();
        see("Nora", "Lisbon", "lives in");
        picture("person-graph");
        link("Files").click();
        see("Bread.txt", "can be recalled");
        page().setInputFiles(
                        "#file",
                        new FilePayload("notes.md", "text/markdown", "# Notes\n".getBytes(StandardCharsets.UTF_8)));
        button("Keep it").click();
        see("notes.md", "Kept;");
        picture("person-files");
        button("Remove notes.md").click();
        assertThat(page().locator("main")).not().containsText("notes.md");
        link("Erase").click();
        assertThat(button("Erase for good")).isDisabled();
        page().getByLabel("Write ann to confirm").fill("ann");
        picture("erase");
        button("Erase for good").click();
        see("Erased", "Hash");
        picture("erased");
        link("Profile").click();
        see("Nothing is kept of this person");
        assertThat(page().title()).isEqualTo("ann · Mnemo");
        nothing_is_wrong();
    }

    @Test
    void a_person_looks_after_the_cache() throws Exception {
        something_happened();
        go("#/cache", "Answers");
        see("of questions answered", "tokens saved", "shop");
        picture("cache");
        link("Look-ups").click();
        see("Do you ship to Sweden?", "nearest:");
        picture("lookups");
        button("Wrong").last().click();
        see("it is not given to this question again");
        link("Entries").click();
        page().getByText("Do you ship to Norway?", new Page.GetByTextOptions().setExact(true))
                .click();
        see("The answer to: Do you ship to Norway?");
        picture("entries");
        button("Remove").locator("visible=true").click();
        assertThat(page().locator("main")).not().containsText("Do you ship to Norway?");
        link("Threshold").click();
        page().getByLabel("From").focus();
        page().keyboard().press("Home");
        see("more would be looked at");
        picture("threshold");
        button("Use this threshold").click();
        see("In use until the server stops");
        nothing_is_wrong();
    }

    @Test
    void in_the_dark_and_on_a_telephone_it_is_readable() throws Exception {
        something_happened();
        var browser = page().context().browser();
        var pages = Map.of(
                "overview", "",
                "person", "#/person/ann",
                "memories", "#/person/ann?tab=memories",
                "conversations", "#/person/ann?tab=talk",
                "cache", "#/cache",
                "lookups", "#/lookups",
                "threshold", "#/threshold");
        for (var scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            boolean dark = scheme == ColorScheme.DARK;
            open = Optional.of(look(browser, dark ? 1280 : 390, 860, scheme));
            for (var one : pages.entrySet()) {
                page().navigate(server().base() + "/" + one.getValue());
                page().reload();
                assertThat(page().locator("main h1")).hasCount(1);
                picture(one.getKey() + (dark ? "-dark" : "-narrow"));
                nothing_is_wrong();
            }
        }
    }

    @Test
    void ten_thousand_nodes_are_shown() throws Exception {
        for (int batch = 0; batch < 20; batch++) {
            var claims = new ArrayList<Json>();
            for (int i = 0; i < 500; i++) {
                int n = batch * 500 + i;
                claims.add(Json.Obj.EMPTY
                        .with("content", "Module m" + n % 97 + " handles case " + n + " of the ledger")
                        .with(
                                "domain",
                                List.of("architecture", "decisions", "patterns", "issues")
                                        .get(n % 4)));
            }
            post("/api/project/memory_claim", Json.Obj.EMPTY.with("batch", Json.array(claims)));
        }
        go("#/project", "Project");
        see("10,037");
        picture("project-large");
        link("Nodes").click();
        see("10,037 active", "1 to 100");
        button("Older →").click();
        see("101 to 200");
        picture("nodes-large");
        link("Graph").click();
        see("the newest 1,500 of 10,037 nodes");
        picture("graph-large");
        nothing_is_wrong();
    }
}
