import type { Logos } from '../../catalog/ports.ts';
import { sha256 } from '../../kernel/digest.ts';
import { type KeptLogo, logoFrom } from './kept-logo.ts';

/**
 * Keeps a picture for documents to name. The same one is kept once.
 * @throws Rejection `logo.invalid`
 */
export async function keepLogo(
  logos: Logos,
  tenant: string,
  sent: Uint8Array,
): Promise<KeptLogo & { readonly sha256: string }> {
  const logo = logoFrom(sent);
  const at = { tenant, sha256: sha256(logo.bytes).toString('hex') };
  if ((await logos.put(at, logo.bytes)) === 'unknown' && (await logos.get(at)) === undefined) {
    throw new Error(`it is not known whether the logo ${at.sha256} is kept`);
  }
  return { ...logo, sha256: at.sha256 };
}
