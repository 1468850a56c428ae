import { text } from 'node:stream/consumers';
import { DuckDBInstance } from '@duckdb/node-api';

// Runs statements of standard input, a JSON array, one after another; prints the rows of each, with numbers as texts.
const statements = JSON.parse(await text(process.stdin));
const connection = await (await DuckDBInstance.create(':memory:')).connect();
await connection.run("SET TimeZone = 'UTC'");
const answers = [];
for (const statement of statements) {
  const reader = await connection.runAndReadAll(statement);
  answers.push(reader.getRowObjectsJson());
}
process.stdout.write(JSON.stringify(answers));
