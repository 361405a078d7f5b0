import { toJsxRuntime } from "hast-util-to-jsx-runtime";
import { memo, useMemo } from "react";
import { Fragment, jsx, jsxs } from "react/jsx-runtime";
import { doneElements, openElements } from "./elements.tsx";
import { toTree } from "./pipeline.ts";
import { advance, emptySplit, tailOf, type Split } from "./split.ts";
import "./markdown.css";

/** Text that is still arriving: finished blocks are drawn once, only the tail again. */
export function GrowingMarkdown({ split, done }: { split: Split; done: boolean }) {
  const tail = tailOf(split);
  return (
    <div className="markdown">
      {split.blocks.map((block) => (
        <MarkdownBlock key={block.at} markdown={block.markdown} done />
      ))}
      <MarkdownBlock key={tail.at} markdown={tail.markdown} done={done} />
    </div>
  );
}

/** Text that is complete. Drawn under the same keys as while it was growing, so nothing flickers when it ends. */
export function Markdown({ text }: { text: string }) {
  const split = useMemo(() => advance(emptySplit, text), [text]);
  return <GrowingMarkdown split={split} done />;
}

const MarkdownBlock = memo(function MarkdownBlock({ markdown, done }: { markdown: string; done: boolean }) {
  return toJsxRuntime(toTree(markdown), {
    Fragment,
    jsx,
    jsxs,
    passNode: true,
    components: done ? doneElements : openElements,
  });
});
