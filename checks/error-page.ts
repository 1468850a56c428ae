import { explainedRejections } from '../core/contract/explained/explained-rejections.ts';
import { type RejectionCode, rejectionStatus } from '../core/contract/rejection-codes.ts';

const heading = `# Errors

What is refused is answered with a problem document (RFC 9457). Its \`code\` is one of these and stays the same for good; its \`type\` is
\`urn:farthing:problem:\` and the code. Its \`detail\` says what was received and what to do, \`param\` where. Programs decide by \`code\`, or by the
status where they do not know it.

\`docs/errors.html\` of a stack has the same, with the operations that refuse so. This page is made from \`core/contract/explained\` by
\`npm run docs:errors\`; a test fails where it is another.

What stands before the functions answers some requests by itself, as JSON with a \`message\` alone: 401 without a key, 403 with one that is not in force, 413, 429, 500 and
503. The last three are answered otherwise when they are sent again.
`;

/** The page of the codes of refusals. */
export function errorPage(): string {
  const families = Map.groupBy(
    Object.keys(rejectionStatus) as RejectionCode[],
    (code) => code.split('.')[0] ?? '',
  );
  return `${heading}${[...families].map(([family, codes]) => familyText(family, codes)).join('')}`;
}

const familyText = (family: string, codes: readonly RejectionCode[]): string =>
  `\n## ${family}\n\n| code | status | means | what to do |\n|---|---|---|---|\n${codes.map(codeText).join('')}`;

const codeText = (code: RejectionCode): string => {
  const { means, fix } = explainedRejections[code];
  return `| \`${code}\` | ${rejectionStatus[code]} | ${means} | ${fix} |\n`;
};
