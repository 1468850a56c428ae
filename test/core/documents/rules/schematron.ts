import saxon from 'saxon-js';

/** Rules of Schematron, as they stand in a file: XPath expressions, and what is said where one does not hold. */
interface Schema {
  /** Namespaces by prefix. */
  readonly namespaces: Readonly<Record<string, string>>;
  readonly functions: readonly {
    readonly name: string;
    readonly parameters: string;
    readonly body: string;
  }[];
  readonly lets: readonly Let[];
  readonly patterns: readonly (readonly Rule[])[];
}

type Let = readonly [name: string, value: string];

interface Rule {
  readonly context: string;
  readonly lets: readonly Let[];
  readonly asserts: readonly {
    readonly id: string;
    readonly flag: string;
    readonly test: string;
    readonly says: string;
  }[];
}

/** A rule that a document breaks. */
export interface Broken {
  readonly id: string;
  /** `fatal`, `error`, `warning` or `information`, as the rules say it. */
  readonly flag: string;
  readonly says: string;
}

/**
 * The rules that each of these documents breaks, by an engine whose decimals are exact. All rules of a file are one
 * expression, so that it is compiled once: to translate them to XSLT first, as is usual, takes twenty times as long.
 * @public
 */
export function brokenRules(file: string, documents: readonly string[]): Broken[][] {
  const schema = evaluated(readSchema, { file }) as Schema;
  const expression = `array { $documents ! array { parse-xml(.) ! (${expressionOf(schema)}) } }`;
  return evaluated(expression, { documents }, schema.namespaces) as Broken[][];
}

const evaluated = (
  expression: string,
  params: Readonly<Record<string, unknown>>,
  namespaces: Readonly<Record<string, string>> = {},
): unknown =>
  saxon.XPath.evaluate(expression, null, {
    params,
    namespaceContext: {
      map: 'http://www.w3.org/2005/xpath-functions/map',
      xs: 'http://www.w3.org/2001/XMLSchema',
      ...namespaces,
    },
  });

/** Reads the file and those that it includes. */
const readSchema = `
  let $schema := doc('file://' || $file)/*:schema,
      $included := $schema/*:include ! doc(resolve-uri(@href, 'file://' || $file))/*:pattern,
      $patterns := ($included, $schema/*:pattern),
      $lets := function($in) { array { $in/*:let ! [string(@name), string(@value)] } }
  return map {
    'namespaces': map:merge((
      $schema/*:ns ! map { string(@prefix): string(@uri) },
      in-scope-prefixes($schema)[. != ''] ! map { .: string(namespace-uri-for-prefix(., $schema)) }
    )),
    'functions': array { $schema/*:function ! map {
      'name': string(@name),
      'parameters': string-join(*:param ! ('$' || @name), ', '),
      'body': string(*:sequence/@select)
    } },
    'lets': array { ($schema, $patterns) ! $lets(.)?* },
    'patterns': array { $patterns[*:rule] ! array { *:rule ! map {
      'context': string(@context),
      'lets': $lets(.),
      'asserts': array { (*:assert | *:report) ! map {
        'id': string(@id),
        'flag': string(@flag),
        'test': if (self::*:report) then 'not(' || @test || ')' else string(@test),
        'says': normalize-space(.)
      } }
    } } }
  }`;

/** All that is broken in the document that the expression is evaluated in, as maps. */
function expressionOf({ functions, lets, patterns }: Schema): string {
  const declared = functions.map(
    ({ name, parameters, body }) => `let $${name} := function(${parameters}) { ${body} } return `,
  );
  // Where a function is called, a variable that holds it is.
  const called = functions.reduce(
    (text, { name }) => text.replaceAll(`${name}(`, `$${name}(`),
    patterns.map((rules) => `(${patternOf(rules)})`).join(',\n'),
  );
  return `${declared.join('')}${bound(lets)}(${called})`;
}

const bound = (lets: readonly Let[]): string =>
  lets.map(([name, value]) => `let $${name} := (${value}) return `).join('');

/** In a pattern, a node is judged by the first rule whose context it is, and by no other. */
function patternOf(rules: readonly Rule[]): string {
  const nodes = rules.map(({ context }, index) => {
    const earlier = Array.from({ length: index }, (_, before) => `$nodes${before}`);
    const others = earlier.length === 0 ? '' : ` except (${earlier.join(' | ')})`;
    return `let $nodes${index} := (${anywhere(context)})${others} return `;
  });
  const judged = rules.map(
    ({ lets, asserts }, index) =>
      `$nodes${index} ! (${bound(lets)}(${asserts.map(broken).join(',\n')}))`,
  );
  return `${nodes.join('')}(${judged.join(',\n')})`;
}

const broken = ({ id, flag, test, says }: Rule['asserts'][number]): string =>
  `if (${test}) then () else map { 'id': ${quoted(id)}, 'flag': ${quoted(flag)}, 'says': ${quoted(says)} }`;

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** What a pattern of XSLT matches: a path that does not begin at the root may begin anywhere. */
const anywhere = (context: string): string =>
  alternatives(context)
    .map((path) => (path.startsWith('/') ? path : `//${path}`))
    .join(' | ');

/** Parted at each `|` that stands in no brackets and in no text: these are taken as a whole. */
function alternatives(context: string): readonly string[] {
  const found = [''];
  let depth = 0;
  for (const [token] of context.matchAll(/'[^']*'|"[^"]*"|[\s\S]/g)) {
    if ('(['.includes(token)) depth += 1;
    if (')]'.includes(token)) depth -= 1;
    if (token === '|' && depth === 0) found.push('');
    else found.push(`${found.pop() ?? ''}${token}`);
  }
  return found.map((path) => path.trim());
}
