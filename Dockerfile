# Backprop Lab for a class, or for one:
#
#     docker build -t backprop-lab .
#     docker run -p 8501:8501 -v lab:/data backprop-lab
#
# and, visited by another name than localhost, with -e STREAMLIT_SERVER_ALLOWED_HOSTS="lab.school.example" or more names.
#
# tests/deploy/test_image.py carries out what is written here, as far as that goes without Docker: the line that installs,
# the start from nothing but the files copied, the health check, and that all is written to the volume.
FROM python:3.11-slim
WORKDIR /lab

# Here pip finds PyTorch for the processor; the usual wheels bring several gigabytes of CUDA.
ARG PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu
# The lock has the versions of all packages that were tested, so this installs exactly those.
COPY requirements.txt requirements.lock ./
RUN pip install --no-cache-dir -r requirements.txt -c requirements.lock

COPY app.py ./
COPY .streamlit .streamlit
COPY core core
COPY pages pages
COPY docs/icon.svg docs/

# Runs and data; the rest belongs to root, and the app cannot write there.
RUN useradd --uid 1000 --create-home lab && mkdir /data && chown lab /data
USER lab
VOLUME /data
ENV LAB_RUNS=/data/runs \
    MNIST_DIR=/data/mnist \
    PYTHONDONTWRITEBYTECODE=1 \
    STREAMLIT_SERVER_ADDRESS=0.0.0.0 \
    STREAMLIT_SERVER_ALLOWED_HOSTS="localhost 127.0.0.1 *.hf.space" \
    STREAMLIT_SERVER_HEADLESS=true

EXPOSE 8501
HEALTHCHECK --start-period=30s --timeout=5s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8501/_stcore/health')"]
CMD ["streamlit", "run", "app.py"]
