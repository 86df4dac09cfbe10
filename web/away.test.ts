import { oneAnswer } from "./testing/answers.ts";
import { answered, ask, holdAnswer, QUESTION } from "./testing/asking.ts";
import { usePages } from "./testing/pages.ts";

const withPage = usePages();

describe("the page without its service", () => {
  it("waits for a service that is away, and opens by itself", async () => {
    await withPage({}, async (page, server) => {
      await ask(page, QUESTION);
      await answered(page);
      server.setDown(true);
      await page.getByRole("button", { name: "New conversation" }).first().click();
      await page.getByText("InsightAgent cannot be reached").waitFor();
      server.setDown(false);
      await page.getByRole("button", { name: "Try now" }).click();
      await page.locator(".sheet").waitFor();
    });
  });

  it("says it when the service fails, and one button asks again", async () => {
    await withPage({}, async (page, { service }) => {
      service.refuse(/^POST .chat.message$/, 500, { message: "Something went wrong on our side" });
      await ask(page, QUESTION);
      await page.getByText("Something went wrong on our side.", { exact: true }).waitFor();
      await page.getByRole("button", { name: "Try again" }).click();
      await answered(page);
      expect(await page.locator(".notice").count()).toBe(0);
    });
  });

  it("shows an answer asked for while the line was down from the start, once it is back", async () => {
    await withPage({}, async (page, server) => {
      server.setDown(true);
      await ask(page, QUESTION);
      await page.locator(".toast, .notice-line").first().waitFor();
      server.setDown(false);
      await page.evaluate(() => window.dispatchEvent(new Event("online")));
      await answered(page);
      expect(server.service.turns.size).toBe(1);

      server.setDown(true);
      await ask(page, "And now?");
      await page.locator(".notice-line", { hasText: "Your question is kept" }).waitFor();
      server.setDown(false);
      await page.evaluate(() => window.dispatchEvent(new Event("online")));
      await answered(page, 1);
    });
  });

  it("is stopped at the service as well when the line was down, before anything else is asked", async () => {
    await withPage({}, async (page, server) => {
      holdAnswer(server.service);
      await ask(page, QUESTION);
      await page.locator(".step").first().waitFor();
      server.setDown(true);
      server.cut();
      await page.locator(".notice-line").waitFor();
      await page.keyboard.press("Escape");
      await page.locator(".notice-stopped").waitFor();
      server.service.script("And now?", () => oneAnswer("All is well."));
      await ask(page, "And now?");
      server.setDown(false);
      await page.evaluate(() => window.dispatchEvent(new Event("online")));
      await page.getByText("All is well.", { exact: true }).waitFor();
      const asked = server.service.calls.filter((call) => call.startsWith("POST /chat/message"));
      expect(asked.map((call) => call.split("/").at(-1))).toEqual(["message", "cancel", "message"]);
    });
  });
});
