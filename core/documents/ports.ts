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

/** A block of the books, whose documents are kept together. */
export interface BlockAt {
  readonly tenant: string;
  /** From 1. */
  readonly block: number;
}

/** One of the parts in which the forms of a block's documents are kept: see `block-forms.ts`. */
export interface PartAt extends BlockAt {
  /** From 1. */
  readonly part: number;
}

export interface PartRange {
  readonly from: number;
  readonly length: number;
}

/** Where forms are kept each by itself: those of what is drawn when it is asked for. What is there stays. */
export interface FormsAlone {
  /** Bytes that their checksum does not fit are never answered. Strongly consistent. */
  getAlone(at: FormAt): Promise<StoredForm | undefined>;
  /** Puts the form if there is none. */
  putAlone(at: FormAt, form: StoredForm): Promise<PutOutcome>;
}

/** Where the forms of issued documents are kept. What is there once is never replaced. */
export interface Forms {
  /** Puts the part if there is none. */
  put(at: PartAt, bytes: Uint8Array): Promise<PutOutcome>;
  /**
   * Bytes of a part, fewer where it ends before; undefined where there is no such part. The range begins in the part.
   * Strongly consistent.
   */
  read(at: PartAt, range: PartRange): Promise<Uint8Array | undefined>;
  /**
   * A form that stands by itself, as earlier versions kept each: bytes that their checksum does not fit are never
   * answered. Strongly consistent.
   */
  getAlone(at: FormAt): Promise<StoredForm | undefined>;
  /** Whether there is one, for less than it costs to read it. */
  hasAlone(at: FormAt): Promise<boolean>;
}
