import type { Api } from './api.ts';
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
export async function wholeList(api: Api, request: ListRequest): Promise<WholeList> {
  const { path, query = {}, member } = request;
  const items: JsonObject[] = [];
  const pages: JsonObject[] = [];
  let cursor: string | undefined;
  do {
    const { body } = await api.call({ method: 'GET', path, query: { ...query, cursor } });
    items.push(...listAt(body, member).filter(isJsonObject));
    pages.push(isJsonObject(body) ? body : {});
    cursor = textAt(body, 'nextCursor');
  } while (cursor !== undefined);
  return { pages, items };
}
