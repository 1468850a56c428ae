import { Rejection } from '../kernel/rejection.ts';
import { bankEntriesMax } from './bank-statement.ts';

/** Where in a file something is wrong, as far as that is known. */
interface FilePlace {
  /** From 1. */
  readonly line?: number | undefined;
  /** Of what was asked beside the file. */
  readonly param?: string | undefined;
}

/** What a file that is no bank statement, or one that cannot be read exactly, is answered. */
export const bankStatementInvalid = (what: string, { line, param }: FilePlace = {}): Rejection =>
  new Rejection(
    'bank-statement.invalid',
    `${line === undefined ? '' : `line ${line}: `}${what.toWellFormed()}`,
    param === undefined ? {} : { param },
  );

/** What a file with more entries than are read at once is answered, at the first that is too many. */
export const tooManyEntries = (line: number): Rejection =>
  bankStatementInvalid(`it has more than ${bankEntriesMax} entries: send it in several files`, {
    line,
  });
