// The order matters: pdfjs looks for these while it is loaded.
import "./drawing-classes.ts";

export {
  getDocument,
  InvalidPDFException,
  OPS,
  PasswordException,
  Util,
  type PDFDocumentProxy,
  type PDFPageProxy,
} from "pdfjs-dist/legacy/build/pdf.mjs";
