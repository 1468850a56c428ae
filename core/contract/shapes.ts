// The namespace, not the object `z`: with that, every function would carry zod's 50 languages.
import * as z from 'zod';
import { instantForm } from './instant-form.ts';

/** What a JSON value on the wire must look like, and what it is once it does. */
export type Shape<Value> = z.ZodType<Value>;

/** What a shape stands for. */
export type ShapeOf<Some extends z.ZodType> = z.output<Some>;

/** A value on its way out: what makes it is not changed by it. */
export type Unchanged<Value> = Value extends object
  ? { readonly [Name in keyof Value]: Unchanged<Value[Name]> }
  : Value;

/** Length in bytes of UTF-8: text is kept in tables, whose limits are in bytes. */
const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** Text for people, or a name a sender chose: no control characters, at most `bytesMax` bytes of UTF-8. */
export const textUpTo = (bytesMax: number) =>
  z
    .string()
    .min(1)
    .regex(/^\P{Cc}*$/u, 'leave out control characters')
    .refine((text) => bytesOf(text) <= bytesMax, `send at most ${bytesMax} bytes of UTF-8`)
    .meta({ maxLength: bytesMax });

export const decimalText = z
  .string()
  .regex(/^-?\d+(\.\d{1,12})?$/, 'give a decimal of at most 12 places as a string, such as "12.50"')
  .meta({
    id: 'Decimal',
    description: 'An exact decimal as a string: at most 12 places, never an exponent.',
    examples: ['1200', '0.000001'],
  });

/** That such a day and time exist is for whoever reads it to see. */
export const instant = z
  .string()
  .refine((text) => instantForm.test(text), 'give a time such as 2026-10-01T00:00:00Z')
  .meta({
    id: 'Instant',
    format: 'date-time',
    description: 'RFC 3339: in answers in UTC, in requests with any offset.',
    examples: ['2026-10-01T00:00:00Z'],
  });

const dayForm = /^\d{4}-\d{2}-\d{2}$/;

/** An instant, or a day in somebody's time zone. That there is such a one is for whoever reads it to see. */
export const instantOrDay = z
  .string()
  .refine(
    (text) => instantForm.test(text) || dayForm.test(text),
    'give a time such as 2026-10-01T00:00:00Z, or a day such as 2026-10-01',
  );

/** A month, `YYYY-MM`. */
export const monthText = z
  .string()
  .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'name a month as YYYY-MM')
  .meta({ id: 'Month', examples: ['2026-03'] });

export const timeZone = z
  .string()
  .min(1)
  .max(64)
  .meta({
    description: 'An IANA time zone.',
    examples: ['Europe/Paris', 'UTC'],
  });

/** A whole number in a query string. */
export const wholeNumberText = (range: { readonly min: number; readonly max: number }) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `give a whole number from ${range.min} to ${range.max}`)
    .transform((text) => Number.parseInt(text, 10))
    .pipe(z.int().min(range.min).max(range.max));

export const cursorText = z.string().min(1).max(12_288).meta({
  description: '`nextCursor` of the page before, with all other parameters as they were.',
});

export const nextCursor = z.string().optional().meta({
  description: 'Pass it as `cursor` to get the next page; absent on the last one.',
});

/** The query string of an operation that takes none. */
export const noParameters = z.strictObject({});

/** What the gateway itself answers, before any function: without a key, or with one that is unknown or revoked. */
export const gatewayRefusal = z
  .object({ message: z.string() })
  .meta({ id: 'GatewayRefusal', examples: [{ message: 'Forbidden' }] });

export const csvDocument = z.string().meta({
  description:
    'RFC 4180, with a line of titles; text that would begin a formula has an apostrophe in front.',
});

export const anyDocument = z.unknown();
