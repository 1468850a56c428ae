import type { AnswerOf, Api, RequestOf, RouteKey } from '../../api.ts';

/**
 * A page may hold nothing before the last, and what is unbilled comes in 8 at least: so many are looked at until a
 * person has to look further.
 */
const pagesMax = 16;

/** The first page of a list that has what is looked for; where none has, the last that was looked at. */
export async function untilFound<Route extends RouteKey>(
  api: Pick<Api, 'ask'>,
  { route, query }: { readonly route: Route; readonly query: object },
  isFound: (page: AnswerOf<Route>) => boolean,
): Promise<AnswerOf<Route>> {
  let cursor: string | undefined;
  for (let asked = 1; ; asked += 1) {
    const request = { query: { ...query, cursor } } as unknown as RequestOf<Route>;
    const page = await api.ask(route, request);
    cursor = (page as { readonly nextCursor?: string }).nextCursor;
    if (isFound(page) || cursor === undefined || asked === pagesMax) return page;
  }
}
