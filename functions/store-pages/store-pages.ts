import type { Clock } from '../../core/kernel/clock.ts';
import { keepPages, removePages } from '../../core/pages/keep-pages.ts';
import type { WebPage, WebPages } from '../../core/pages/ports.ts';
import type { StackRequest } from './stack-request.ts';

export interface StorePagesPorts {
  readonly pages: WebPages;
  readonly clock: Clock;
  /** What is to be served. */
  files(): Promise<readonly WebPage[]>;
}

/** Does what a deploy asks for of the pages: has them served, or takes all away before their bucket goes. */
export const storePages =
  (ports: StorePagesPorts) =>
  async ({ type }: Pick<StackRequest, 'type'>): Promise<void> => {
    if (type === 'Delete') return removePages(ports.pages);
    await keepPages(ports, await ports.files());
  };
