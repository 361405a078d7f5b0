/** The package ships its tables without types: pairs "traditional simplified", separated by "|". */
declare module "opencc-js/dict/TSCharacters" {
  const table: string;
  export default table;
}
