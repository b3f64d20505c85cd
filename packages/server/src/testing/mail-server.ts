import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

interface ReceivedEmail {
  from: string
  to: string
  /** Headers by their names in lower case, unfolded. */
  headers: Record<string, string>
  /** The words, decoded. */
  text: string
  /** The attached file, if any. */
  attachment: { headers: Record<string, string>; bytes: Buffer } | null
}

/** A mail server on this machine that takes everything for everybody, unless told otherwise. */
export interface MailServer {
  url: string
  received: ReceivedEmail[]
  /** Its answer to `RCPT TO`; 250 until told. */
  answerTo: (address: string) => string
  close(): Promise<void>
}

export async function openMailServer(): Promise<MailServer> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    serve(socket, mail)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const mail: MailServer = {
    url: `smtp://127.0.0.1:${port}`,
    received: [],
    answerTo: () => '250 Fine',
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
  return mail
}

/** As much of RFC 5321 as one client needs. */
function serve(socket: Socket, mail: MailServer): void {
  let left = ''
  let data: string[] | null = null
  let from = ''
  let to = ''
  const say = (line: string): void => {
    socket.write(`${line}\r\n`)
  }
  const obey = (line: string): void => {
    const inBrackets = /<([^>]*)>/.exec(line)?.[1] ?? ''
    switch (line.slice(0, 4).toUpperCase()) {
      case 'MAIL':
        from = inBrackets
        return say('250 Fine')
      case 'RCPT':
        to = inBrackets
        return say(mail.answerTo(to))
      case 'DATA':
        data = []
        return say('354 Go on')
      case 'QUIT':
        say('221 Bye')
        socket.end()
        return
      default:
        return say('250 Fine')
    }
  }
  const takeLine = (line: string): void => {
    if (data === null) return obey(line)
    if (line !== '.') {
      data.push(line.replace(/^\./, ''))
      return
    }
    mail.received.push({ from, to, ...readEmail(data) })
    data = null
    say('250 Kept')
  }
  socket.setEncoding('latin1')
  socket.on('data', (chunk) => {
    const lines = (left + String(chunk)).split('\r\n')
    left = lines.pop() ?? ''
    for (const line of lines) takeLine(line)
  })
  say('220 test')
}

function readEmail(lines: readonly string[]): Omit<ReceivedEmail, 'from' | 'to'> {
  const { headers, body } = readPart(lines)
  const boundary = /boundary="?([^";]+)"?/.exec(headers['content-type'] ?? '')?.[1]
  if (boundary === undefined) return { headers, text: decode(headers, body), attachment: null }
  const [words, file] = body
    .join('\r\n')
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => readPart(part.replace(/^\r\n|\r\n$/g, '').split('\r\n')))
  return {
    headers,
    text: words === undefined ? '' : decode(words.headers, words.body),
    attachment: file === undefined ? null : { headers: file.headers, bytes: bytesOf(file) },
  }
}

interface Part {
  headers: Record<string, string>
  body: string[]
}

function readPart(lines: readonly string[]): Part {
  const end = lines.indexOf('')
  const unfolded = lines
    .slice(0, end)
    .join('\r\n')
    .replace(/\r\n[ \t]+/g, ' ')
  const headers = unfolded.split('\r\n').map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
  })
  return { headers: Object.fromEntries(headers), body: lines.slice(end + 1) }
}

function bytesOf({ headers, body }: Part): Buffer {
  const text = body.join('\r\n')
  switch (headers['content-transfer-encoding']) {
    case 'base64':
      return Buffer.from(text, 'base64')
    case 'quoted-printable':
      return Buffer.from(
        text
          .replace(/=\r\n/g, '')
          .replace(/=([0-9A-F]{2})/g, (_all, hex: string) =>
            String.fromCharCode(Number.parseInt(hex, 16)),
          ),
        'latin1',
      )
    default:
      return Buffer.from(text, 'latin1')
  }
}

function decode(headers: Record<string, string>, body: string[]): string {
  return bytesOf({ headers, body }).toString('utf8').replaceAll('\r\n', '\n').trim()
}
