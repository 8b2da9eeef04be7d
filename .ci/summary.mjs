// Adds up vitest's JSON reports and prints one plain line: N passed, N failed, N skipped.
// A test file that does not load counts as one failure. Where the shared data lies beside the repository,
// no test that needs it may have been skipped.
import { existsSync, readFileSync } from 'node:fs';

const reports = process.argv.slice(2);
const haveSharedData = existsSync(new URL('../../shared/data/', import.meta.url));
const need = '(needs ../shared/data)';
let [passed, failed, skipped, waiting] = [0, 0, 0, 0];

for (const report of reports) {
  if (!existsSync(report)) {
    console.log(`no report ${report}: its run broke off`);
    failed++;
    continue;
  }
  for (const { name, status, message, assertionResults } of JSON.parse(readFileSync(report, 'utf8'))
    .testResults) {
    if (status === 'failed' && !assertionResults.some((test) => test.status === 'failed')) {
      console.log(`failed: ${name}: ${message}`);
      failed++;
    }
    for (const test of assertionResults) {
      const missed = haveSharedData && test.status !== 'passed' && test.fullName.includes(need);
      if (test.status === 'passed') passed++;
      else if (test.status === 'failed' || missed) {
        console.log(`failed: ${test.fullName}${missed ? ': skipped, although the data is there' : ''}`);
        for (const reason of test.failureMessages ?? []) console.log(indented(reason));
        failed++;
      } else {
        if (test.fullName.includes(need)) waiting++;
        else console.log(`skipped: ${test.fullName}`);
        skipped++;
      }
    }
  }
}

/** The first lines of why a test failed. */
function indented(reason) {
  return reason.trim().split('\n').slice(0, 12).join('\n').slice(0, 1200).replace(/^/gm, '    ');
}

if (waiting > 0) console.log(`skipped: ${waiting} tests that need ../shared/data, which is not there`);
if (passed === 0) {
  console.log('no test has passed, which cannot be right');
  failed++;
}
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 ? 1 : 0;
