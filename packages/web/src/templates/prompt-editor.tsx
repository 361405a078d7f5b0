import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  type CompletionContext,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { Compartment, EditorState } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
  MatchDecorator,
  ViewPlugin,
  type DecorationSet,
  type ViewUpdate,
} from "@codemirror/view";
import { placeholders } from "@docent/core/templates/wording";
import { useEffect, useRef } from "react";
import { useLanguage } from "../app/language.tsx";
import type { Texts } from "../app/i18n/zh.ts";

interface PromptEditorProps {
  label: string;
  describedBy: string;
  /** Read once: another text needs another editor. */
  initial: string;
  onChange: (text: string) => void;
}

/** The text of a template: lines are numbered, placeholders stand out and are offered where a brace opens. */
export function PromptEditor({ label, describedBy, initial, onChange }: PromptEditorProps) {
  const { t } = useLanguage();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const told = useRef(onChange);
  const spoken = useRef(new Compartment());
  useEffect(() => {
    told.current = onChange;
  });
  useEffect(() => {
    const parent = host.current;
    if (!parent) return;
    const editor = new EditorView({
      parent,
      doc: initial,
      extensions: [
        lineNumbers(),
        history(),
        highlightActiveLine(),
        closeBrackets(),
        EditorView.lineWrapping,
        EditorState.tabSize.of(2),
        known,
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) told.current(update.state.doc.toString());
        }),
        spoken.current.of([]),
      ],
    });
    view.current = editor;
    return () => editor.destroy();
  }, [initial]);
  useEffect(() => {
    view.current?.dispatch({
      effects: spoken.current.reconfigure([
        EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": describedBy }),
        autocompletion({ override: [offer(t)], icons: false }),
      ]),
    });
  }, [initial, label, describedBy, t]);
  return <div ref={host} className="prompt-editor" />;
}

/** What can stand in the braces. */
function offer(t: Texts) {
  return (context: CompletionContext) => {
    const typed = context.matchBefore(/\{[A-Za-z_]*/);
    if (!typed) return null;
    return {
      from: typed.from + 1,
      options: placeholders.map((name) => ({ label: name, detail: t.templates.placeholders[name], apply: put(name) })),
      validFor: /^[A-Za-z_]*$/,
    };
  };
}

/** Writes the name and goes on behind its brace, which the editor may have closed already. */
function put(name: string) {
  return (view: EditorView, _: unknown, from: number, to: number) => {
    const closed = view.state.sliceDoc(to, to + 1) === "}";
    const insert = `${name}}`;
    view.dispatch({
      changes: { from, to: closed ? to + 1 : to, insert },
      selection: { anchor: from + insert.length },
      userEvent: "input.complete",
    });
  };
}

const marks = new MatchDecorator({
  regexp: /\{([A-Za-z_]{2,40})\}/g,
  decoration: ([, name]) =>
    Decoration.mark({ class: placeholders.some((one) => one === name) ? "placeholder" : "placeholder unknown" }),
});

/** Marks what stands in braces by whether it means something. */
const known = ViewPlugin.fromClass(
  class {
    marked: DecorationSet;
    constructor(view: EditorView) {
      this.marked = marks.createDeco(view);
    }
    update(update: ViewUpdate) {
      this.marked = marks.updateDeco(update, this.marked);
    }
  },
  { decorations: ({ marked }) => marked },
);
