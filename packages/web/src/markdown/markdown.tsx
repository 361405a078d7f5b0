import { toJsxRuntime } from "hast-util-to-jsx-runtime";
import { memo, useMemo } from "react";
import { Fragment, jsx, jsxs } from "react/jsx-runtime";
import { withDoubts } from "./doubts.ts";
import { doneElements, openElements } from "./elements.tsx";
import { toTree } from "./pipeline.ts";
import { advance, emptySplit, tailOf, type Split } from "./split.ts";
import "./markdown.css";

interface GrowingMarkdownProps {
  split: Split;
  done: boolean;
  /** Statements whose citations are marked as doubtful. */
  doubted?: readonly string[] | undefined;
}

/** Text that is still arriving: finished blocks are drawn once, only the tail again. */
export function GrowingMarkdown({ split, done, doubted = [] }: GrowingMarkdownProps) {
  const tail = tailOf(split);
  return (
    <div className="markdown">
      {split.blocks.map((block) => (
        <MarkdownBlock key={block.at} markdown={withDoubts(block.markdown, doubted)} done />
      ))}
      <MarkdownBlock key={tail.at} markdown={withDoubts(tail.markdown, doubted)} done={done} />
    </div>
  );
}

/** Text that is complete. Drawn under the same keys as while it was growing, so nothing flickers when it ends. */
export function Markdown({ text, doubted }: { text: string; doubted?: readonly string[] | undefined }) {
  const split = useMemo(() => advance(emptySplit, text), [text]);
  return <GrowingMarkdown split={split} done doubted={doubted} />;
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
