import { pagesOf } from '../../sdk/src/read/pages.ts';
import { Failure } from '../failure.ts';
import type { Api, ApiRequest } from './api.ts';
import { isJsonObject, type JsonObject, listAt, textAt } from './json.ts';

/** A list that comes in pages. */
interface ListRequest {
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** The member of the answer that holds the list. */
  readonly member: string;
}

/** All items of a list, and the pages they came on. */
export interface WholeList {
  readonly pages: readonly JsonObject[];
  readonly items: readonly JsonObject[];
}

/** Follows the cursors of a list to its end. */
export async function wholeList(
  api: Api,
  { path, query, member }: ListRequest,
): Promise<WholeList> {
  const pages: JsonObject[] = [];
  for await (const page of pagesFrom(api, getting(path, query))) pages.push(page);
  return { pages, items: pages.flatMap((page) => itemsOf(page, member)) };
}

/** The objects that a page has in a member. */
export const itemsOf = (page: unknown, member: string): readonly JsonObject[] =>
  listAt(page, member).filter(isJsonObject);

/** Asks for each page of a list when the one before has been read. */
export async function* pagesFrom(
  api: Api,
  requestAt: (cursor: string | undefined) => ApiRequest,
): AsyncGenerator<JsonObject, void, undefined> {
  const list = pagesOf(
    async (cursor) => {
      const request = requestAt(cursor);
      const { body: page } = await api.call(request);
      if (!isJsonObject(page)) {
        const asked = `${request.method} ${request.path}`;
        throw new Failure(`${asked} was answered, but not with a JSON object: is this Farthing?`);
      }
      const nextCursor = textAt(page, 'nextCursor');
      return { page, ...(nextCursor === undefined ? {} : { nextCursor }) };
    },
    () => [],
  );
  for await (const { page } of list.pages()) yield page;
}

/** How each page of a list is asked for that has its cursor in the query. */
export const getting =
  (path: string, query: ListRequest['query'] = {}) =>
  (cursor: string | undefined): ApiRequest => ({
    method: 'GET',
    path,
    query: { ...query, cursor },
  });
