import type { Logos } from '../../catalog/ports.ts';
import type { DocumentContent } from '../../contract/invoices/invoice.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { DrawPdf } from '../rendered-form.ts';
import { type Picture, pictureIn } from './picture.ts';

/** Tenants change theirs seldom, and a process draws for many. */
const REMEMBERED_MAX = 16;

/**
 * Draws documents with the logos that they name. One that is not where logos are kept is not left out: what is drawn
 * without it would be kept so for good.
 */
export function drawWithLogo(
  logos: Pick<Logos, 'get'>,
  draw: (document: DocumentContent, logo: Picture | undefined) => Promise<Uint8Array>,
): DrawPdf {
  const known = new Map<string, Picture>();
  const logoOf = async (tenant: string, sha256: string): Promise<Picture> => {
    const key = JSON.stringify([tenant, sha256]);
    const there = known.get(key);
    if (there !== undefined) return there;
    const bytes = await logos.get({ tenant, sha256 });
    invariant(
      bytes !== undefined,
      `the logo ${sha256} of ${tenant} is kept: put the picture again`,
    );
    const picture = pictureIn(bytes);
    if (known.size >= REMEMBERED_MAX) known.clear();
    known.set(key, picture);
    return picture;
  };
  return async (document, tenant) => {
    const { logo } = document;
    return draw(document, logo === undefined ? undefined : await logoOf(tenant, logo));
  };
}
