import type { JsonObject } from '../../kernel/json.ts';
import type { Unknown } from '../ports.ts';
import { objectsIn, type StripeAnswer, type StripeForm, textIn } from './api.ts';

/** Asks Stripe as an account. */
export type StripeCall = (path: string, query: StripeForm) => Promise<StripeAnswer>;

/** A page of a list: as many as Stripe lists at once. */
export const LIST_MAX = '100';

type ListedPage = { readonly kind: 'objects'; readonly objects: readonly JsonObject[] } | Unknown;

interface ListQuery {
  readonly query: StripeForm;
  readonly pagesMax: number;
}

/** A list of Stripe's, page by page, as far as it is looked at. */
export async function* listed(
  get: StripeCall,
  path: string,
  { query, pagesMax }: ListQuery,
): AsyncGenerator<ListedPage, void> {
  let after: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const beyond: StripeForm = after === undefined ? [] : [['starting_after', after]];
    const answer = await get(path, [['limit', LIST_MAX], ...query, ...beyond]);
    if (answer.kind !== 'object') {
      yield { kind: 'unknown', detail: answer.detail };
      return;
    }
    const objects = objectsIn(answer.object, 'data');
    yield { kind: 'objects', objects };
    const last = objects.at(-1);
    after = last === undefined ? undefined : textIn(last, 'id');
    if (answer.object['has_more'] !== true) return;
    if (after === undefined) break;
  }
  yield { kind: 'unknown', detail: `Stripe has more than ${pagesMax} pages of ${path}` };
}

/** All of a list, or that it is not known whole. */
export async function allListed(
  get: StripeCall,
  path: string,
  query: ListQuery,
): Promise<ListedPage> {
  const objects: JsonObject[] = [];
  for await (const page of listed(get, path, query)) {
    if (page.kind === 'unknown') return page;
    objects.push(...page.objects);
  }
  return { kind: 'objects', objects };
}
