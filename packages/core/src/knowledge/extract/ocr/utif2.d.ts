/** The package ships without types. */
declare module "utif2" {
  interface Page {
    /** Width and height, by the numbers that TIFF gives its fields. */
    t256?: number[];
    t257?: number[];
    data?: Uint8Array;
  }
  const UTIF: {
    decode(buffer: ArrayBuffer): Page[];
    decodeImage(buffer: ArrayBuffer, page: Page, pages: readonly Page[]): void;
    toRGBA8(page: Page): Uint8Array;
    encodeImage(rgba: Uint8Array, width: number, height: number): ArrayBuffer;
  };
  export default UTIF;
}
