// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LanguageProvider } from "../app/language.tsx";
import { createClient, TRPCProvider } from "../app/trpc.ts";
import { Composer } from "./composer.tsx";

beforeEach(() => {
  vi.stubGlobal("matchMedia", (query: string) => ({
    matches: false,
    media: query,
    addEventListener() {},
    removeEventListener() {},
  }));
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function draw({ running = false, text: first = "" } = {}) {
  const sent: string[] = [];
  function Held() {
    const [text, setText] = useState(first);
    return (
      <Composer
        text={text}
        onText={setText}
        running={running}
        filter={null}
        onFilter={() => {}}
        settings={null}
        onSettings={() => {}}
        onSend={(question) => sent.push(question)}
        onStop={() => sent.push("stop")}
      />
    );
  }
  const queryClient = new QueryClient({ defaultOptions: { queries: { enabled: false } } });
  render(
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={createClient(() => {})} queryClient={queryClient}>
        <LanguageProvider initial="en">
          <Held />
        </LanguageProvider>
      </TRPCProvider>
    </QueryClientProvider>,
  );
  return { sent, box: screen.getByRole("textbox", { name: "Ask a question" }) };
}

test("Enter sends, Shift and Enter begins a new line", async () => {
  const { sent, box } = draw();

  await userEvent.type(box, "How many{Shift>}{Enter}{/Shift}days?{Enter}");

  expect(sent).toEqual(["How many\ndays?"]);
});

test("Enter that chooses a word of a Chinese input method does not send", () => {
  const { sent, box } = draw({ text: "nianjia" });

  fireEvent.keyDown(box, { key: "Enter", isComposing: true });
  fireEvent.keyDown(box, { key: "Enter", keyCode: 229 });
  expect(sent).toEqual([]);
  fireEvent.keyDown(box, { key: "Enter" });

  expect(sent).toEqual(["nianjia"]);
});

test("nothing is sent while an answer is being written, and the button stops it", async () => {
  const { sent, box } = draw({ running: true, text: "And then?" });

  await userEvent.type(box, "{Enter}");
  await userEvent.click(screen.getByRole("button", { name: "Stop answering" }));

  expect(sent).toEqual(["stop"]);
});

test("a question that is too long says so and cannot be sent", () => {
  const { sent, box } = draw({ text: "x".repeat(8_001) });

  fireEvent.keyDown(box, { key: "Enter" });

  expect(sent).toEqual([]);
  expect(screen.getByRole("alert").textContent).toContain("8,001 characters");
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Send" }).disabled).toBe(true);
});
