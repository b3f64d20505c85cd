import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Call, Step } from '../calls/call.ts'
import { describeState } from '../calls/start-call.ts'

const heartbeatMs = 15_000

/** Server-sent events: each step with its index as id, each change of state; closed at the end of the call. */
export function streamEvents(call: Call, request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack()
  const out = reply.raw
  out.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  const heartbeat = setInterval(() => out.write(': alive\n\n'), heartbeatMs)
  const sendStep = (step: Step) => {
    out.write(`id: ${step.index}\nevent: step\ndata: ${JSON.stringify(step)}\n\n`)
  }
  const sendState = () => {
    out.write(`event: state\ndata: ${JSON.stringify(describeState(call))}\n\n`)
  }
  const stop = () => {
    clearInterval(heartbeat)
    call.watchers.delete(watcher)
  }
  const watcher = (step: Step | null) => {
    if (step !== null) return sendStep(step)
    sendState()
    if (call.state === 'ended') {
      stop()
      out.end()
    }
  }
  out.on('close', stop)
  for (const step of call.steps.slice(firstWanted(request))) sendStep(step)
  call.watchers.add(watcher)
  watcher(null)
}

function firstWanted(request: FastifyRequest): number {
  const last = request.headers['last-event-id']
  return typeof last === 'string' && /^\d+$/.test(last) ? Number(last) + 1 : 0
}
