import type { Finding } from '../src/findings.ts';
import { sortedFiles } from '../src/sorted-files.ts';
import { BadFile, type Report, verified } from '../src/verify.ts';
import { titleOf, verdicts } from '../src/words.ts';

/** The page: reads what was chosen, checks it, and says what holds. */
const form = found('form', HTMLFormElement);
const files = found('files', HTMLInputElement);
const keys = found('keys', HTMLTextAreaElement);
const report = found('report', HTMLElement);

function found<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const element = document.getElementById(id);
  if (element instanceof kind) return element;
  throw new Error(`the page has ${id}`);
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void check();
});

async function check(): Promise<void> {
  show(paragraph('Checking …', ''));
  try {
    const chosen = await Promise.all(
      [...(files.files ?? [])].map(async (file) => ({
        name: file.name,
        bytes: new Uint8Array(await file.arrayBuffer()),
      })),
    );
    const { asked, left } = await sortedFiles(chosen);
    const written = keys.value.split('\n').filter((line) => line.trim() !== '');
    const all = { ...asked, keys: [...asked.keys, ...written] };
    if (all.pairs.length === 0 && all.checkpoints?.length === 0)
      throw new BadFile('choose a bill and its proof');
    if (all.keys.length === 0 && all.policy === undefined)
      throw new BadFile('give the key of the log');
    show(...reported(await verified(all), left));
  } catch (error) {
    if (!(error instanceof BadFile)) throw error;
    show(paragraph(error.message, 'verdict fails'));
  }
}

function show(...parts: readonly HTMLElement[]): void {
  report.replaceChildren(...parts);
  report.focus();
}

function reported({ verdict, documents, log }: Report, left: readonly string[]): HTMLElement[] {
  return [
    paragraph(verdicts[verdict], `verdict ${verdict}`),
    ...left.map((says) => paragraph(`Not checked: ${says}`, 'unknown')),
    ...documents.flatMap((one) => [heading(titleOf(one)), list(one.findings)]),
    ...(log.length === 0 ? [] : [heading('The log'), list(log)]),
  ];
}

function made(name: 'p' | 'h2' | 'b', text: string): HTMLElement {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}

function paragraph(text: string, classes: string): HTMLElement {
  const element = made('p', text);
  element.className = classes;
  return element;
}

const heading = (text: string): HTMLElement => made('h2', text);

function list(findings: readonly Finding[]): HTMLElement {
  const items = document.createElement('ul');
  for (const { state, says } of findings) {
    const item = document.createElement('li');
    item.className = state;
    item.append(made('b', state), says);
    items.append(item);
  }
  return items;
}
