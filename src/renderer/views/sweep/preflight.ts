// What speaks against measuring on a board now, as the window treats it: which findings are one and the same, and
// which a person has accepted. A share or a temperature may move; what it is about is what is accepted.

import type { PreflightFinding } from '../../../shared/environment.ts'

/** What a finding is about, so that it is known again when it was looked once more. */
export function findingKey(finding: PreflightFinding): string {
  switch (finding.kind) {
    case 'governor':
      return JSON.stringify([finding.kind, finding.policy, finding.governor])
    case 'hot':
      return JSON.stringify([finding.kind, finding.zone])
    case 'throttled':
      return JSON.stringify([finding.kind, finding.source])
    default:
      return JSON.stringify([finding.kind])
  }
}

/** Policies under the same governor are one finding: there may be one for each core. */
export function mergedFindings(findings: readonly PreflightFinding[]): readonly PreflightFinding[] {
  const byGovernor = Map.groupBy(
    findings.filter((finding) => finding.kind === 'governor'),
    ({ governor }) => governor,
  )
  const merged = [...byGovernor].map(([governor, same]) => ({
    kind: 'governor' as const,
    governor,
    policy: same.map(({ policy }) => policy).join(', '),
  }))
  return [...merged, ...findings.filter(({ kind }) => kind !== 'governor')]
}

export function notAccepted(
  findings: readonly PreflightFinding[],
  accepted: ReadonlySet<string>,
): readonly PreflightFinding[] {
  return findings.filter((finding) => !accepted.has(findingKey(finding)))
}
