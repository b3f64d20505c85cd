import {
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

/** One file of the journal that is not written any more. */
export interface Segment {
  path: string
  sizeBytes: number
}

/** The segments that a former process left, oldest first. Makes the directory. */
export function findSegments(directory: string): Segment[] {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  return readdirSync(directory)
    .filter((name) => /^\d{12}\.jsonl$/.test(name))
    .toSorted()
    .map((name) => {
      const path = join(directory, name)
      return { path, sizeBytes: statSync(path).size }
    })
}

/** The path of the segment behind all present ones. */
export function nextSegmentPath(directory: string): string {
  const last =
    findSegments(directory)
      .at(-1)
      ?.path.match(/(\d{12})\.jsonl$/)?.[1] ?? '0'
  return join(directory, `${String(Number(last) + 1).padStart(12, '0')}.jsonl`)
}

export function openSegment(path: string): number {
  return openSync(path, 'ax', 0o600)
}

/** Writes all of it; a short write is continued. Not synchronized with the disk: see the journal. */
export function writeAll(file: number, text: string): number {
  const bytes = Buffer.from(text)
  let written = 0
  while (written < bytes.length) written += writeSync(file, bytes, written)
  return bytes.length
}

/** Every complete line as JSON. A line that was torn by a crash was never acknowledged, so it is left out. */
export function readSegment(path: string): unknown[] {
  const lines = readFileSync(path, 'utf8').split('\n')
  // Behind the last line break there is nothing, or a torn line.
  lines.pop()
  return lines.flatMap((line) => parseLine(line))
}

export function removeSegment(path: string): void {
  rmSync(path, { force: true })
}

function parseLine(line: string): unknown[] {
  try {
    return [JSON.parse(line)]
  } catch {
    return []
  }
}
