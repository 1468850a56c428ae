import type { documentContents } from '../../../core/contract/invoices/document-shapes.ts';
import type { CreditNote, Invoice, Statement } from '../../../core/contract/invoices/invoice.ts';
import type { ShapeOf } from '../../../core/contract/shapes.ts';

/** A type with everything spelt out: no intersection, no `undefined` where a member may just lack. */
type Plain<Value> = Value extends readonly (infer Item)[]
  ? readonly Plain<Item>[]
  : Value extends object
    ? { readonly [Name in keyof Value]: Plain<Exclude<Value[Name], undefined>> }
    : Value;

/** To the letter, so that a member that only one of them has does not pass. */
type Same<A, B> =
  (<T>() => T extends Plain<A> ? 1 : 2) extends <T>() => T extends Plain<B> ? 1 : 2 ? true : false;

type Contents = typeof documentContents;

export const invoiceIsAsDeclared: Same<ShapeOf<Contents['invoice']>, Invoice> = true;
export const creditNoteIsAsDeclared: Same<ShapeOf<Contents['creditNote']>, CreditNote> = true;
export const statementIsAsDeclared: Same<ShapeOf<Contents['statement']>, Statement> = true;

// @ts-expect-error a type that lacks an optional member is another
export const lackingIsAnother: Same<Omit<Invoice, 'paymentInstructions'>, Invoice> = true;
