/** What is used of it; the package has no types of its own. */
declare module 'saxon-js' {
  interface Options {
    readonly params?: Readonly<Record<string, unknown>>;
    readonly namespaceContext?: Readonly<Record<string, string>>;
    readonly resultForm?: 'array';
  }
  const saxon: {
    readonly XPath: { evaluate(expression: string, item: null, options: Options): unknown };
  };
  // biome-ignore lint/style/noDefaultExport: it is how CommonJS is seen from here.
  export default saxon;
}
