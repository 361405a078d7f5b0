"""Serves a language model by OpenAI's API, with the server of llama.cpp itself. Prints its address when it answers."""

import argparse
import os
import sys

import xllamacpp

options = argparse.ArgumentParser()
options.add_argument("model", help="a GGUF file")
options.add_argument("template", help="how a conversation becomes the text that the model goes on with")
options.add_argument("--grammar", help="what every answer has to match, as a grammar of llama.cpp")
options.add_argument("--key", help="what has to come with every request")
given = options.parse_args()

params = xllamacpp.CommonParams()
params.model.path = given.model
params.model_alias = {"gemma-3-270m"}
params.hostnames = ["127.0.0.1"]
params.port = 0
params.n_ctx = 8192
params.n_parallel = 1
# who stops is heard between two batches
params.n_batch = 256
# two threads wait for each other at every step, which takes long where something else is at work, as the browser is
params.cpuparams.n_threads = 1
params.cpuparams_batch.n_threads = 1
params.use_jinja = True
with open(given.template, encoding="utf-8") as file:
    params.chat_template = file.read()
# where the examples of the template end, and where the model goes on to examples of its own
params.antiprompt = ["###", "\n<", "\nAnswer:"]
if given.grammar:
    user = xllamacpp.common_grammar_type.COMMON_GRAMMAR_TYPE_USER
    params.sampling.grammar = xllamacpp.CommonGrammar(user, given.grammar)
if given.key:
    params.api_keys = [given.key]
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
# ends with whoever started it
sys.stdin.read()
os._exit(0)
