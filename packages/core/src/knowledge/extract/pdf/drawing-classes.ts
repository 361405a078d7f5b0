/**
 * Classes of a browser that pdfjs needs for drawing pages only. It looks for them when it is loaded and complains
 * on the console when they are missing; reading text never makes one.
 */
class NotForDrawing {
  constructor() {
    throw new Error("Pages are read here, not drawn.");
  }
}

for (const name of ["DOMMatrix", "Path2D", "ImageData"]) {
  if (!(name in globalThis)) Object.assign(globalThis, { [name]: NotForDrawing });
}

export {};
