// What the scripts tell a person: one line for a step, and a stop that names the next command.

/** One line about what is being done, on stderr: stdout belongs to the result. @param {string} line */
export function say(line) {
  console.error(`benchtop: ${line}`)
}

/** Set-up can not go on; the message says why and what a person can do. */
export class Stop extends Error {
  /** @override */
  name = 'Stop'
}

/**
 * Runs a command of the project: a `Stop` ends it with its message, and nothing else is caught.
 * @param {() => Promise<number>} command its exit code
 */
export async function main(command) {
  try {
    process.exitCode = await command()
  } catch (thrown) {
    if (!(thrown instanceof Stop)) throw thrown
    console.error(`benchtop: ${thrown.message}`)
    process.exitCode = 1
  }
}
