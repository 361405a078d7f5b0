import { Link } from "@tanstack/react-router";
import { InputNumber, Modal } from "antd";
import { useEffect, useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { problemText } from "../app/problem.ts";
import { drawPage, openPdf, type Pdf } from "./pdf-file.ts";
import { problemOfPicture } from "./use-attachments.ts";

interface PdfPagesProps {
  file: File;
  /** How many pictures there is room for. */
  room: number;
  onEnd: (pages: readonly { name: string; file: Blob }[]) => void;
}

/** Asks which pages of a PDF the model should see, and makes pictures of them in this browser. */
export default function PdfPages({ file, room, onEnd }: PdfPagesProps) {
  const { t } = useLanguage();
  const [most] = useState(room);
  const [pdf, setPdf] = useState<Pdf | null>(null);
  const [range, setRange] = useState({ first: 1, last: 1 });
  const [drawing, setDrawing] = useState(0);
  const [error, setError] = useState<unknown>(null);

  useEffect(() => {
    let gone = false;
    const opening = openPdf(file);
    opening.then((opened) => {
      if (gone) return;
      setPdf(opened);
      setRange({ first: 1, last: Math.max(1, Math.min(most, opened.numPages)) });
    }, setError);
    return () => {
      gone = true;
      opening.then((opened) => opened.loadingTask.destroy()).catch(() => undefined);
    };
  }, [file, most]);

  const { first, last } = range;
  const count = last - first + 1;
  const fits = count >= 1 && count <= most;
  const draw = async (from: Pdf) => {
    const pages: { name: string; file: Blob }[] = [];
    try {
      for (let number = first; number <= last; number++) {
        setDrawing(pages.length + 1);
        pages.push({ name: `${file.name} ${number}`, file: await drawPage(from, number) });
      }
    } catch (failure) {
      setDrawing(0);
      return setError(failure);
    }
    onEnd(pages);
  };
  const page = (which: "first" | "last", label: string) => (
    <label>
      {label}
      <InputNumber
        min={1}
        max={pdf?.numPages ?? 1}
        precision={0}
        value={range[which]}
        status={fits ? "" : "error"}
        onChange={(value) => setRange({ ...range, [which]: value ?? 1 })}
      />
    </label>
  );
  return (
    <Modal
      open
      title={t.pictures.pdfTitle(file.name)}
      okText={t.pictures.pdfAdd(Math.max(0, count))}
      okButtonProps={{ disabled: !pdf || !fits, loading: drawing > 0 }}
      onOk={() => pdf && void draw(pdf)}
      onCancel={() => onEnd([])}
      // a long name does not run into the button that closes
      styles={{ header: { paddingInlineEnd: 24 } }}
    >
      <div className="pdf-pages">
        {error !== null && <p role="alert">{problemText(t, problemOfPicture(error))}</p>}
        {!pdf && error === null && <p role="status">{t.pictures.pdfReading}</p>}
        {pdf && (
          <>
            <p>{t.pictures.pdfLead(pdf.numPages, most)}</p>
            <div className="pdf-pages-range">
              {page("first", t.pictures.pdfFirst)}
              {page("last", t.pictures.pdfLast)}
            </div>
            {!fits && <p role="alert">{t.pictures.pdfRange(most)}</p>}
            {drawing > 0 && <p role="status">{t.pictures.pdfDrawing(drawing, count)}</p>}
          </>
        )}
        <p>
          {t.pictures.pdfLibrary}{" "}
          <Link to="/library" className="pdf-library">
            {t.pictures.pdfLibraryLink}
          </Link>
        </p>
      </div>
    </Modal>
  );
}
