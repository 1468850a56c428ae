/** An object of a file that pdfkit writes; its types do not tell all of it. */
export interface Reference {
  readonly id: number;
  readonly data: Record<string, unknown>;
  compress: boolean;
  write(chunk: Uint8Array): void;
  end(): void;
}

/** What a document of pdfkit has, which its types do not tell. */
export type PdfWriter = {
  readonly _root: Reference & {
    readonly data: { readonly Pages: { data: { Kids: Reference[] } } };
  };
  readonly _info: Reference;
  readonly _id: Uint8Array;
  /** Of each object, by its id less 1; null until it is written. */
  readonly _offsets: (number | null)[];
  readonly _offset: number;
  _waiting: number;
  readonly page: {
    readonly dictionary: Reference;
    readonly xobjects: Record<string, Reference>;
  };
  ref(data: Record<string, unknown>): Reference;
  addNamedEmbeddedFile(name: string, file: Reference): void;
  _write(data: string | Uint8Array): void;
};
