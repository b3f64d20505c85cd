import { randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

/** A fresh inbound call, in the platform's own form. @param {string} domain @param {string} to */
function voiceRequest(domain, to) {
  const token = randomBytes(16).toString('hex')
  return JSON.stringify({
    ApiVersion: '1',
    CallStatus: 'unknown',
    From: `1202555${String(Math.floor(Math.random() * 10_000)).padStart(4, '0')}`,
    To: to,
    CallSid: `${token}@sip.carrier.example`,
    SessionData: {
      id: Math.floor(Math.random() * 1e9),
      domainId: 102,
      destination: to,
      callerId: '12025550173',
      token,
      profile: {
        'trunk-sip-headers': {},
        callId: [`${token}@sip.carrier.example`],
        'inbound-trunk-name': 'inbound',
        'inbound-trunk-id': 380,
      },
      callStartTime: Date.now(),
      status: 'new',
      vappServer: '172.24.0.2',
      domainNameOrId: domain,
      ringing: false,
    },
    Domain: domain,
    Direction: 'inbound',
    AccountSid: domain,
    Session: token,
  })
}

/**
 * Sends calls at a fixed rate, whether or not earlier ones are answered, and waits for all.
 * @param {{ port: number, key: string, domain: string, to: string, ratePerSecond: number, seconds: number }} load
 * @returns {Promise<{ milliseconds: number[], failures: string[] }>}
 */
export async function sendCalls({ port, key, domain, to, ratePerSecond, seconds }) {
  const total = Math.round(ratePerSecond * seconds)
  const milliseconds = []
  const failures = []
  const pending = []
  const startedAt = performance.now()
  for (let sent = 0; sent < total; sent++) {
    const due = startedAt + (sent * 1000) / ratePerSecond
    while (performance.now() < due)
      await new Promise((resolve) =>
        setTimeout(resolve, Math.max(0, due - performance.now() - 0.5)),
      )
    pending.push(
      ask(port, key, domain, voiceRequest(domain, to)).then(
        // Measured from when it was due, so that a stalled server cannot hide behind a stalled client.
        () => milliseconds.push(performance.now() - due),
        (error) => failures.push(String(error)),
      ),
    )
  }
  await Promise.all(pending)
  return { milliseconds, failures }
}

/** @param {number} port @param {string} key @param {string} domain @param {string} body */
function ask(port, key, domain, body) {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'x-cx-domain': domain,
      'user-agent': 'Cloudonix APP.Core/5.3.673',
    }
    const outgoing = request(
      { agent, host: '127.0.0.1', port, method: 'POST', path: '/api/voice/route', headers },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk) => {
          text += chunk
        })
        response.on('end', () => {
          if (
            response.statusCode === 200 &&
            text.includes('<Response>') &&
            text.includes('<Gather')
          )
            resolve(undefined)
          else reject(new Error(`${response.statusCode} ${text.slice(0, 200)}`))
        })
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
