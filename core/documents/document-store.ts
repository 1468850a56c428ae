import type { DocumentForm } from '../contract/invoices/invoice.ts';
import type { PutOutcome } from '../kernel/log.ts';

/** One form of one document. */
export interface DocumentAt {
  readonly tenant: string;
  /** The document's, such as `inv_9f86d081884c7d659a2feaa0c55ad015`. */
  readonly id: string;
  readonly form: DocumentForm;
}

/** A form as it is kept and served. */
export interface StoredDocument {
  readonly bytes: Uint8Array;
  /** Of the bytes. */
  readonly sha256: Uint8Array;
}

/** A form to be kept. */
export interface RenderedDocument extends StoredDocument {
  readonly mediaType: string;
  readonly fileName: string;
}

/** Where the forms of issued documents are kept. What is there once is never replaced. */
export interface DocumentStore {
  /** Puts the form if there is none. */
  put(at: DocumentAt, document: RenderedDocument): Promise<PutOutcome>;
  /** What is kept, as it was put: bytes that their checksum does not fit are never answered. Strongly consistent. */
  get(at: DocumentAt): Promise<StoredDocument | undefined>;
  /** Whether there is one, for less than it costs to read it. */
  has(at: DocumentAt): Promise<boolean>;
}
