import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { AnswerOf, RequestOf, RouteKey } from './api.ts';
import { useApi } from './session.ts';

/** What was asked for, as it stands. While it is asked again, the answer of before stays. */
export interface Asked<Value> {
  readonly value: Value | undefined;
  readonly error: unknown;
  readonly isLoading: boolean;
  reload(): void;
}

interface Standing<Value> {
  /** What it answers: the same as long as the same is asked. */
  readonly of: object;
  readonly value?: Value;
  readonly error?: unknown;
  readonly isLoading: boolean;
}

/** Asks when the page is shown, and when `dependsOn` changes. Undefined asks nothing yet. */
export function useAsked<Value>(
  ask: (() => Promise<Value>) | undefined,
  dependsOn: readonly unknown[],
): Asked<Value> {
  const question = useMemo(() => ({}), dependsOn);
  const begun = { of: question, isLoading: ask !== undefined };
  const [standing, setStanding] = useState<Standing<Value>>(begun);
  const latest = useRef(0);
  const run = useCallback(() => {
    latest.current += 1;
    const mine = latest.current;
    const stand = (now: Omit<Standing<Value>, 'of'>): void => {
      if (mine === latest.current) setStanding({ of: question, ...now });
    };
    if (ask === undefined) {
      stand({ isLoading: false });
      return;
    }
    setStanding(({ of, value }) => ({
      ...{ of: question, isLoading: true },
      ...(of !== question || value === undefined ? {} : { value }),
    }));
    ask().then(
      (value) => {
        stand({ value, isLoading: false });
      },
      (error: unknown) => {
        stand({ error, isLoading: false });
      },
    );
  }, [question]);
  useEffect(() => {
    run();
    return () => {
      latest.current += 1;
    };
  }, [run]);
  // An answer to what is not asked any more would stand under the wrong heading.
  const { value, error, isLoading }: Standing<Value> = standing.of === question ? standing : begun;
  return { value, error, isLoading, reload: run };
}

/** One answer of the API. Undefined as the request asks nothing yet. */
export function useAnswer<Route extends RouteKey>(
  route: Route,
  request: RequestOf<Route> | undefined,
): Asked<AnswerOf<Route>> {
  const api = useApi();
  const ask = request === undefined ? undefined : () => api.ask(route, request);
  return useAsked(ask, [api, route, JSON.stringify(request)]);
}

interface Page {
  readonly nextCursor?: string;
}

/** What was listed so far, page after page. */
export interface AskedPages<Item> extends Asked<readonly Item[]> {
  readonly hasMore: boolean;
  more(): void;
}

/** A page may be empty before the last: a person wants to see something, or that there is nothing. */
const emptyPagesMax = 20;

interface Listed<Item> {
  readonly items: readonly Item[];
  readonly next: string | undefined;
}

/** A list, a page at first and another whenever a person wants more. */
export function usePages<Route extends RouteKey, Item>(
  route: Route,
  request: RequestOf<Route> | undefined,
  itemsOf: (answer: AnswerOf<Route>) => readonly Item[],
): AskedPages<Item> {
  const api = useApi();
  const page = async (from?: string): Promise<Listed<Item>> => {
    let cursor = from;
    for (let asked = 0; ; asked += 1) {
      const query = { ...(request as { query?: object }).query, cursor };
      const answer = await api.ask(route, { ...request, query } as unknown as RequestOf<Route>);
      const [items, next] = [itemsOf(answer), (answer as Page).nextCursor];
      if (items.length > 0 || next === undefined || asked >= emptyPagesMax) return { items, next };
      cursor = next;
    }
  };
  const first = useAsked(request === undefined ? undefined : () => page(), [
    ...[api, route, JSON.stringify(request)],
  ]);
  const [more, setMore] = useState<{
    after?: Listed<Item>;
    cursor?: string;
    pages: Listed<Item>[];
  }>({
    pages: [],
  });
  const pages = more.after === first.value ? more.pages : [];
  const wanted = more.after === first.value ? more.cursor : undefined;
  const next = useAsked(wanted === undefined ? undefined : () => page(wanted), [
    ...[first.value, wanted],
  ]);
  const shown =
    wanted === undefined || next.value === undefined || next.isLoading
      ? pages
      : [...pages, next.value];
  const last = shown.at(-1) ?? first.value;
  return {
    value:
      first.value === undefined
        ? undefined
        : [...first.value.items, ...shown.flatMap(({ items }) => items)],
    error: first.error ?? next.error,
    isLoading: first.isLoading || next.isLoading,
    hasMore: last?.next !== undefined,
    reload: first.reload,
    more: () => {
      if (first.value === undefined || last?.next === undefined) return;
      if (next.error !== undefined) next.reload();
      else setMore({ after: first.value, cursor: last.next, pages: shown });
    },
  };
}
