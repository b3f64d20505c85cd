// Loaded into a measured process with --import: tells its CPU time and memory to the parent when asked.
process.on('message', (message) => {
  if (message !== 'usage') return
  const { user, system } = process.cpuUsage()
  process.send?.({
    usage: { cpuMicroseconds: user + system, residentBytes: process.memoryUsage().rss },
  })
})
// The channel alone must not keep the process alive.
process.channel?.unref()
