import type { DocumentForm } from '../contract/invoices/invoice.ts';
import type { PutOutcome } from '../kernel/log.ts';

/** One form of one document. */
export interface FormAt {
  readonly tenant: string;
  /** The document's, such as `inv_9f86d081884c7d659a2feaa0c55ad015`. */
  readonly id: string;
  readonly form: DocumentForm;
}

/** A form as it is kept and served. */
export interface StoredForm {
  readonly bytes: Uint8Array;
  /** Of the bytes. */
  readonly sha256: Uint8Array;
}

/** A form to be kept. */
export interface RenderedForm extends StoredForm {
  readonly mediaType: string;
  readonly fileName: string;
}

/** Where the forms of issued documents are kept. What is there once is never replaced. */
export interface Forms {
  /** Puts the form if there is none. */
  put(at: FormAt, form: RenderedForm): Promise<PutOutcome>;
  /** What is kept, as it was put: bytes that their checksum does not fit are never answered. Strongly consistent. */
  get(at: FormAt): Promise<StoredForm | undefined>;
  /** Whether there is one, for less than it costs to read it. */
  has(at: FormAt): Promise<boolean>;
}
