// Counts of tests, added up over suites from the reports that their runners wrote. A suite that ended badly without
// saying which test failed counts as one failure: nothing that broke adds up to "0 failed".

import { readFileSync } from 'node:fs'

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/** @type {Tally} */
export const nothing = { passed: 0, failed: 0, skipped: 0 }

/** @param {Tally} one @param {Tally} other @returns {Tally} */
export const add = (one, other) => ({
  passed: one.passed + other.passed,
  failed: one.failed + other.failed,
  skipped: one.skipped + other.skipped,
})

/** @param {any} report of vitest's json reporter @returns {Tally} */
function ofVitest(report) {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/** @param {any} report of Playwright's json reporter @returns {Tally} */
function ofPlaywright({ stats }) {
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  }
}

/**
 * @param {string} reportPath
 * @param {'vitest' | 'playwright'} runner
 * @param {number} code with which the runner ended
 * @returns {Tally}
 */
export function tallyOf(reportPath, runner, code) {
  const counted = readTally(reportPath, runner)
  return code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted
}

/** @param {string} reportPath @param {'vitest' | 'playwright'} runner */
function readTally(reportPath, runner) {
  try {
    const report = JSON.parse(readFileSync(reportPath, 'utf8'))
    const tally = runner === 'vitest' ? ofVitest(report) : ofPlaywright(report)
    return Object.values(tally).every(Number.isInteger) ? tally : { ...nothing, failed: 1 }
  } catch {
    return { ...nothing, failed: 1 }
  }
}
