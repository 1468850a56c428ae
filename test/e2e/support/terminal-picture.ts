/** A command at a terminal, and what it printed. */
interface Shown {
  readonly line: string;
  readonly printed: string;
}

const size = 13;
const width = 0.602 * size;
const height = 1.4 * size;
const margin = 16;
const colours = { ground: '#1b1f24', text: '#d0d7de', prompt: '#7ee787', command: '#ffffff' };

/** A picture of what a terminal showed, as SVG: text, so that it can be read aloud and searched. */
export function terminalPicture(shown: readonly Shown[]): string {
  const lines = shown.flatMap(({ line, printed }) => [
    `<tspan fill="${colours.prompt}">$</tspan> <tspan fill="${colours.command}">${escaped(line)}</tspan>`,
    ...printed.trimEnd().split('\n').map(escaped),
    '',
  ]);
  lines.pop();
  const columns = Math.max(
    ...shown.flatMap(({ line, printed }) => [
      line.length + 2,
      ...printed.split('\n').map((text) => text.length),
    ]),
  );
  const whole = {
    width: Math.ceil(columns * width + 2 * margin),
    height: Math.ceil(lines.length * height + 2 * margin),
  };
  const texts = lines.map((text, index) =>
    text === ''
      ? ''
      : `<text x="${margin}" y="${(margin + (index + 0.8) * height).toFixed(1)}">${text}</text>\n`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${whole.width} ${whole.height}" width="${whole.width}" height="${whole.height}" role="img" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${size}" fill="${colours.text}" xml:space="preserve" style="white-space: pre">
<title>Usage adds up, and becomes an invoice</title>
<rect width="100%" height="100%" rx="8" fill="${colours.ground}"/>
${texts.join('')}</svg>
`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
