import type { Logos } from '../../catalog/ports.ts';
import { invariant } from '../../kernel/invariant.ts';
import { type Picture, pictureIn } from './picture.ts';

/** Tenants change theirs seldom, and a process draws for many. */
const REMEMBERED_MAX = 16;

/** Finds the picture that something of a tenant names, where it names one. */
export type FindPicture = (
  tenant: string,
  sha256: string | undefined,
) => Promise<Picture | undefined>;

/**
 * Pictures of where logos are kept. One that is not there is not left out: what is drawn without it would be kept so
 * for good.
 */
export function picturesIn(logos: Pick<Logos, 'get'>): FindPicture {
  const known = new Map<string, Picture>();
  return async (tenant, sha256) => {
    if (sha256 === undefined) return undefined;
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
}
