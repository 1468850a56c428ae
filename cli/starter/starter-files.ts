import { counted } from '../output/numbers.ts';
import type { Starter } from './starters.ts';

/** A file of a folder that is begun. */
export interface StarterFile {
  readonly name: string;
  /** What it is, in a few words. */
  readonly about: string;
  readonly text: string;
}

/** What a folder is begun with, and what is run on it. */
export interface StarterPlace {
  readonly starter: Starter;
  /** As a shell takes it. */
  readonly folder: string;
  /** How commands are called. */
  readonly farthing: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The files, those first that are to be changed. */
export function starterFiles(place: StarterPlace): readonly StarterFile[] {
  const { meters, plans, customers, settings, usage, otlpMappings } = place.starter;
  const files = [
    { name: 'meters.json', about: 'what is counted', text: json(meters) },
    { name: 'plans.json', about: 'what that costs', text: json(plans) },
    { name: 'customers.json', about: 'who pays, and for which subjects', text: json(customers) },
    { name: 'settings.json', about: 'who sells: your name and address', text: json(settings) },
    ...(otlpMappings === undefined
      ? []
      : [{ name: 'otlp.json', about: 'which spans are usage', text: json(otlpMappings) }]),
    {
      name: 'events.ndjson',
      about: `usage to try it with: ${counted(usage.length, 'event')} of this month`,
      text: usageText(place),
    },
  ];
  return [
    ...files,
    { name: 'README.md', about: 'what to run, and in which order', text: readme(place, files) },
  ];
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

const minuteMs = 60_000;

/**
 * One event a line, a minute apart up to now, and all of this month in UTC. Their ids have the time in them: usage of
 * another start is other usage, and not the same once more; the type is in them, as two may be started in one second.
 */
function usageText({ starter: { usage }, now }: StarterPlace): string {
  const last = Math.floor(now / 1000) * 1000;
  const monthStart = Date.parse(`${monthOf(now)}-01T00:00:00Z`);
  const stepMs = Math.min(minuteMs, Math.floor((last - monthStart) / usage.length));
  return usage
    .map(({ type, subject, data }, index) => {
      const time = new Date(last - (usage.length - 1 - index) * stepMs).toISOString();
      const id = `${type}-${index + 1}-${new Date(last).toISOString()}`;
      return `${JSON.stringify({ id, source: 'urn:my-service', type, subject, time, data })}\n`;
    })
    .join('');
}

/** Of the first invoice that is issued after this month, as numbers are written where the settings say nothing else. */
function firstNumber(now: number): string {
  const today = new Date(now);
  const next = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 1));
  return `INV-${next.getUTCFullYear()}-000001`;
}

const monthOf = (now: number): string => new Date(now).toISOString().slice(0, 7);

/** From nothing to a PDF, each with what it is for. */
export function nextCommands({ starter, folder, farthing, now }: StarterPlace) {
  const month = monthOf(now);
  const [meter, customer] = [starter.meters[0]?.key ?? '', starter.customers[0]?.key ?? ''];
  const steps = [
    [`apply ${folder}`, 'meters, plans, customers and settings'],
    [`send ${folder}/events.ndjson`, 'usage'],
    [`usage --meter ${meter}`, 'what it adds up to this month'],
    [`preview ${customer} --period ${month}`, 'what the invoice would be now'],
    [`bill --period ${month} --set-clock`, 'as if the month were over: drafts'],
    [`issue --period ${month} --reason "looked at it"`, 'invoices, for good, with their numbers'],
    [`invoice ${firstNumber(now)} --format pdf -o invoice.pdf`, 'the first of them'],
  ] as const;
  return steps.map(([command, about]) => ({ command: `${farthing} ${command}`, about }));
}

function readme(place: StarterPlace, files: readonly StarterFile[]): string {
  const rows = files.map(({ name, about }) => `| \`${name}\` | ${about} |\n`).join('');
  const commands = nextCommands(place)
    .map(({ command, about }) => `# ${about}\n${command}\n`)
    .join('');
  return `# ${place.starter.title[0]?.toUpperCase() ?? ''}${place.starter.title.slice(1)}

| file | is |
|---|---|
${rows}
Change what is yours in them. Then, while a local stack runs (\`npm start -- --empty\`):

\`\`\`sh
${commands}\`\`\`

\`bill --set-clock\` moves the test clock of the local stack to the end of the month. \`${place.farthing} clock reset\` brings
it back.

\`docs/first-invoice.md\` of Farthing goes through all of it, \`docs/fields.md\` has every field of these files, and
\`docs/aggregations.md\` says what a meter can add up.
`;
}
