import { Failure, usageFailure } from '../failure.ts';
import type { Session } from '../session.ts';
import { openInput } from './input-file.ts';

/** All of a file, or of standard input for `-`, which has something in it and no more than the interface takes. */
export async function inputBytes(
  { shell }: Session,
  file: string,
  { most, otherwise }: { readonly most: number; readonly otherwise: string },
): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (await openInput(shell, file)).chunks) {
    length += chunk.byteLength;
    if (length > most) throw new Failure(`${file} has more than ${most} bytes: ${otherwise}`);
    parts.push(chunk);
  }
  if (length === 0) throw usageFailure(`${file} is empty`);
  return Buffer.concat(parts);
}
