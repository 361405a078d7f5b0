// The program of the processes that read files, as a file of its own beside the function for jobs (DOCENT_EXTRACTOR).
import "@docent/core/knowledge/extract/child";
