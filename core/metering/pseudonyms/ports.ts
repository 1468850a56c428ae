import type { PutOutcome } from '../../kernel/log.ts';

/** Where the salt of each subject is kept, until it is dropped. All reads are strongly consistent. */
export interface Salts {
  /** By subject, of those that have one. */
  find(tenant: string, subjects: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
  /** Puts the salt of a subject that has none. */
  add(tenant: string, subject: string, salt: Uint8Array): Promise<PutOutcome>;
  /** Says that the salt of this pseudonym is dropped, for good. */
  noteDropped(tenant: string, pseudonym: string): Promise<void>;
  isDropped(tenant: string, pseudonym: string): Promise<boolean>;
  /** Resolves when the subject has this salt no more; another that it has by now stays. */
  drop(tenant: string, subject: string, salt: Uint8Array): Promise<void>;
}

/** Whose subjects are. All reads are strongly consistent. */
export interface ClaimedSubjects {
  /** For which of the subjects a customer was asked to have them, and is not erased since. */
  claimed(tenant: string, subjects: readonly string[]): Promise<ReadonlySet<string>>;
  /** Which of the subjects are a customer's, or were. */
  owned(tenant: string, subjects: readonly string[]): Promise<ReadonlySet<string>>;
}
