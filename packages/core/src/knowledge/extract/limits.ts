const MB = 1024 * 1024;

/** How much of a file is read. What is larger is refused with a message that says what to do. */
export const limits = {
  bytes: {
    markdown: 32 * MB,
    text: 32 * MB,
    html: 16 * MB,
    csv: 32 * MB,
    faq: 32 * MB,
    json: 32 * MB,
    example: 10 * MB,
    pdf: 200 * MB,
    docx: 100 * MB,
    pptx: 200 * MB,
    xlsx: 50 * MB,
    png: 50 * MB,
    jpeg: 50 * MB,
    webp: 50 * MB,
    tiff: 100 * MB,
  },
  /** What a .docx, .pptx or .xlsx, which are ZIP archives, may unpack to. */
  zip: {
    entries: 20_000,
    unpackedBytes: 300 * MB,
    /** An entry larger than `suspectBytes` must not be packed tighter than this. */
    ratio: 200,
    suspectBytes: 20 * MB,
  },
  pdfPages: 2_000,
  /** Pages of one file that are recognised. */
  ocrPages: 300,
  /** Of one picture. */
  pixels: 60_000_000,
  slides: 2_000,
  tableCells: 2_000_000,
  tableColumns: 500,
};
