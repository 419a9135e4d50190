-- Arguments: a file of calls, each a line of headers separated by tabs, and a seed. One call is sent again and again as it
-- is; of several each time a random one.

local calls = {}

local function headers_of(line)
  local headers = {}
  for name, value in line:gmatch("([^\t:]+): ([^\t]*)") do
    headers[name] = value
  end
  return headers
end

function init(args)
  for line in io.lines(args[1]) do
    calls[#calls + 1] = wrk.format("GET", wrk.path, headers_of(line))
  end
  math.randomseed(tonumber(args[2]))
  if #calls == 1 then
    for name, value in pairs(headers_of(io.lines(args[1])())) do
      wrk.headers[name] = value
    end
  else
    request = function()
      return calls[math.random(#calls)]
    end
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d %d\n", summary.requests, summary.duration, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout, latency:percentile(50), latency:percentile(99)))
end
