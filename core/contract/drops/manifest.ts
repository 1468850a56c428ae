import * as z from 'zod';
import { textUpTo } from '../shapes.ts';

export const dropLimits = {
  manifestBytes: 64 * 1024,
  files: 100,
  /** As they lie in the bucket. */
  fileBytes: 100 * 1024 * 1024,
  /** Of all files of a manifest together. */
  rows: 1_000_000,
} as const;

const FILE_NAME = /^(?!.*(?:^|\/)\.{0,2}(?:\/|$))[\w.=/-]{1,200}\.csv(?:\.gz)?$/;
const whole = (most: number) => z.int().min(0).max(most);
const name = textUpTo(1_024);

const dropFile = z.strictObject({
  name: z
    .string()
    .regex(
      FILE_NAME,
      'name a file beside the manifest or below it, .csv or .csv.gz, of letters, digits and . _ - = /, up to 200 characters',
    ),
  bytes: whole(dropLimits.fileBytes),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'give the SHA-256 in hexadecimal, in small letters'),
  rows: whole(dropLimits.rows),
});

/** What is put beside files of tallies once all of them are there. */
export const dropManifest = z.strictObject({
  version: z.literal(1),
  source: name,
  type: name.optional(),
  values: z.array(textUpTo(128)).min(1).max(20).optional(),
  timezone: z.string().min(1).max(64).optional(),
  revision: z.int().min(1).max(100).optional(),
  reason: textUpTo(500).optional(),
  files: z.array(dropFile).min(1).max(dropLimits.files),
});
export type DropManifest = z.output<typeof dropManifest>;
