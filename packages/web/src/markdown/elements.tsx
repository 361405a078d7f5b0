import { FileImageOutlined } from "@ant-design/icons";
import type { Element, ElementContent } from "hast";
import type { ComponentType, ReactNode } from "react";
import { useLanguage } from "../app/language.tsx";
import { Citation } from "./citation.tsx";
import { Code } from "./code.tsx";
import { Doubt } from "./doubt.tsx";
import { Formula } from "./formula.tsx";

/** How elements of a finished block are drawn. */
export const doneElements = elementsFor(true);
/** How elements of the block that is still being written are drawn. */
export const openElements = elementsFor(false);

interface ElementProps {
  node?: Element;
  children?: ReactNode;
  href?: string;
  src?: string;
  alt?: string;
  checked?: boolean;
  n?: string;
}

function elementsFor(done: boolean): Record<string, ComponentType<ElementProps>> {
  return {
    "cite-ref": ({ n }) => <Citation n={Number(n)} />,
    "cite-doubt": Doubt,
    pre: ({ node, children }) => {
      const code = node?.children[0];
      if (code?.type !== "element") return <pre>{children}</pre>;
      const classes = classesOf(code);
      if (classes.includes("math-display")) return <Formula source={textOf(code).trim()} display />;
      const language = classes.find((name) => name.startsWith("language-"))?.slice("language-".length) ?? "";
      return <Code source={textOf(code).replace(/\n$/, "")} language={language} done={done} />;
    },
    code: ({ node, children }) =>
      node && classesOf(node).includes("math-inline") ? (
        <Formula source={textOf(node)} display={false} />
      ) : (
        <code>{children}</code>
      ),
    // Chinese has no italics: slanted characters are hard to read, emphasis dots are the custom
    em: ({ node, children }) => (
      <em className={node && /[\u3400-\u9fff]/.test(textOf(node)) ? "dotted" : undefined}>{children}</em>
    ),
    table: ({ children }) => <WideTable>{children}</WideTable>,
    a: ({ href, children }) =>
      isOutside(href) ? (
        <a href={href} target="_blank" rel="noreferrer noopener">
          {children}
        </a>
      ) : (
        <span>{children}</span>
      ),
    img: ({ src, alt }) => {
      const own = ownImage(src);
      return own ? <img src={own} alt={alt ?? ""} loading="lazy" /> : <LeftOutImage alt={alt ?? ""} />;
    },
    input: ({ checked }) => <input type="checkbox" checked={checked === true} disabled readOnly />,
  };
}

function WideTable({ children }: { children?: ReactNode }) {
  const { t } = useLanguage();
  return (
    <div className="wide-table" tabIndex={0} role="group" aria-label={t.ask.table}>
      <table>{children}</table>
    </div>
  );
}

function LeftOutImage({ alt }: { alt: string }) {
  const { t } = useLanguage();
  return (
    <span className="left-out-image">
      <FileImageOutlined aria-hidden /> {alt || t.ask.image}
    </span>
  );
}

function isOutside(href: string | undefined): boolean {
  return href !== undefined && /^(https?|mailto):/i.test(href);
}

/**
 * Loading an image from elsewhere tells that server what was asked, so only pictures that this desk serves are loaded.
 */
function ownImage(src: string | undefined): string | undefined {
  if (src === undefined) return undefined;
  const url = URL.parse(src, location.origin);
  return url && url.origin === location.origin && url.pathname.startsWith("/api/documents/") ? url.href : undefined;
}

function classesOf(element: Element): string[] {
  const { className } = element.properties;
  return Array.isArray(className) ? className.map(String) : [];
}

function textOf(node: Element | ElementContent): string {
  if (node.type === "text") return node.value;
  return node.type === "element" ? node.children.map(textOf).join("") : "";
}
