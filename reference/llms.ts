import { explainedRejections } from '../core/contract/explained/explained-rejections.ts';
import { type RejectionCode, rejectionStatus } from '../core/contract/rejection-codes.ts';
import { exampleTexts } from './examples/examples.ts';
import { groups, titleOf } from './groups.ts';
import type { Guide } from './guides.ts';
import { hrefOf, type OpenApi, type PlacedOperation } from './open-api.ts';
import { codes } from './pages/errors.ts';

const head = `# Farthing

> Serverless metering and micro-billing on AWS: usage events in, exact totals out, one invoice a month. It runs in its user's own AWS account, and the same stack on one machine.
`;

/** As llmstxt.org has it: what this is, and where to read on. What is optional there is for operators. */
export function llmsText(document: OpenApi, guides: readonly Guide[]): string {
  const described = new Map(document.tags.map(({ name, description }) => [name, description]));
  const pages = groups.map(
    ({ title, tags }) =>
      `## ${title}\n\n${tags.map((tag) => `- [${titleOf(tag)}](${tag}.html): ${described.get(tag) ?? ''}\n`).join('')}`,
  );
  return [
    head,
    `${document.info.description}\n`,
    `## Reference\n
- [OpenAPI 3.1 document](openapi.json): every operation, shape and code, for programs
- [All operations as one text](llms-full.txt): what they take, a request of each, and every error code with its fix
- [Errors](errors.html): every code, what it means, and what to do
- [Schemas](schemas.html): what operations take and answer, by name
`,
    guidesText(
      'Guides',
      guides.filter(({ isForOperators }) => !isForOperators),
    ),
    ...pages,
    guidesText(
      'Optional',
      guides.filter(({ isForOperators }) => isForOperators),
    ),
  ].join('\n');
}

const guidesText = (title: string, guides: readonly Guide[]): string =>
  `## ${title}\n\n${guides.map((guide) => `- [${guide.title}](guides/${guide.name}): ${guide.says}\n`).join('')}`;

/** All operations as one Markdown text. */
export const llmsFullText = (document: OpenApi, operations: readonly PlacedOperation[]): string =>
  [
    head,
    `${document.info.description} Shapes are in [openapi.json](openapi.json).\n`,
    ...groups.flatMap(({ title, tags }) => [
      `## ${title}\n`,
      ...operations.filter(({ tags: [tag] }) => tags.includes(tag)).map(operationText),
    ]),
    '## Errors\n',
    ...codes.map(codeText),
  ].join('\n');

const codeText = (code: RejectionCode): string =>
  `- \`${code}\` (${rejectionStatus[code]}) ${explainedRejections[code].means} ${explainedRejections[code].fix}`;

function operationText(operation: PlacedOperation): string {
  const { method, path, summary, description, security, parameters } = operation;
  const scope = security[0]?.apiKey[0];
  return [
    `### ${method} ${path}\n`,
    `[${summary}](${hrefOf(operation)}). ${description ?? ''}`.trimEnd(),
    '',
    scope === undefined ? 'Needs no key.\n' : `Needs a key with \`${scope}\`.\n`,
    `\`\`\`sh\n${exampleTexts.get(`${method} ${path}`)?.curl ?? ''}\n\`\`\`\n`,
    ...parameters.map(({ name, in: place, required, description: says, schema }) =>
      `- \`${name}\` (${place}${required ? ', needed' : ''}) ${says ?? schema.description ?? ''}`.trimEnd(),
    ),
    '',
  ].join('\n');
}
