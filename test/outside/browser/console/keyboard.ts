import type { Page } from 'playwright-core';

/** Somebody who has no mouse: Tab, Enter, Space and letters alone. */
export class Keyboard {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Tabs to what has this name, from wherever one is; throws where it is not reached. */
  async reach(name: string | RegExp): Promise<void> {
    const seen: string[] = [];
    for (let tabs = 0; tabs < 400; tabs += 1) {
      await this.#page.keyboard.press('Tab');
      const focused = await this.#focused();
      if (typeof name === 'string' ? focused === name : name.test(focused)) return;
      seen.push(focused);
    }
    throw new Error(`Tab does not reach ${String(name)}, but ${[...new Set(seen)].join(' | ')}`);
  }

  async press(name: string | RegExp): Promise<void> {
    await this.reach(name);
    await this.#page.keyboard.press('Enter');
  }

  /** What stands in a field is replaced. */
  async write(name: string | RegExp, text: string): Promise<void> {
    await this.reach(name);
    await this.#page.keyboard.press('ControlOrMeta+A');
    await this.#page.keyboard.type(text);
  }

  async submit(): Promise<void> {
    await this.#page.keyboard.press('Enter');
  }

  /** The name of what has the focus, as it is read out. */
  #focused(): Promise<string> {
    return this.#page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return '';
      const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
      const select = element instanceof HTMLSelectElement ? [...element.labels] : [];
      const text = [...labels, ...select].map((label) => label.textContent).join(' ');
      const named =
        element.getAttribute('aria-label') ?? (text === '' ? element.textContent : text);
      return (named ?? '').trim().replace(/\s+/g, ' ');
    });
  }
}
